import { Field, inputClass } from "./field.tsx";

type Props = { id: string; label: string; hint: string; value: string; onChange: (value: string) => void };

/** A labelled area for JSON of any kind. */
export function JsonField({ id, label, hint, value, onChange }: Props) {
  return (
    <Field id={id} label={label} hint={hint}>
      <textarea
        id={id}
        className={`${inputClass} min-h-16 resize-y font-mono`}
        rows={2}
        spellCheck={false}
        aria-describedby={`${id}-hint`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
