import type { InputHTMLAttributes } from "react";
import { Field, inputClass } from "./field.tsx";

type Props = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  "inputMode" | "maxLength" | "pattern" | "placeholder" | "required"
> & {
  id: string;
  label: string;
  hint: string;
  error?: string | undefined;
  value: string;
  onChange: (value: string) => void;
  /** For names that a machine reads. */
  mono?: boolean;
};

/** A labelled line of text. */
export function TextField({ id, label, hint, error, onChange, mono = false, ...input }: Props) {
  return (
    <Field id={id} label={label} hint={hint} error={error}>
      <input
        {...input}
        id={id}
        className={`${inputClass} ${mono ? "font-mono" : ""}`}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={error !== undefined}
        aria-describedby={`${id}-${error === undefined ? "hint" : "error"}`}
        onChange={(event) => onChange(event.target.value)}
      />
    </Field>
  );
}
