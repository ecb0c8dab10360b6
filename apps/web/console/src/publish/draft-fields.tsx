import { Field, inputClass } from "../parts/field.tsx";
import { TextField } from "../parts/text-field.tsx";
import { DoorAndPriority } from "./door-and-priority.tsx";
import { type Draft, type DraftErrors, MESSAGE_MAX_UNITS } from "./draft.ts";
import { SendAtField } from "./send-at-field.tsx";

type Props = {
  draft: Draft;
  errors: DraftErrors;
  onChange: (draft: Draft) => void;
  /** Ctrl + Enter was pressed in the message. */
  onSubmit: () => void;
};

/** All fields of the form. */
export function DraftFields({ draft, errors, onChange, onSubmit }: Props) {
  return (
    <>
      <div className="grid grid-cols-[minmax(0,1fr)_5rem] gap-4 *:first:max-sm:col-span-2 sm:grid-cols-[minmax(0,1fr)_10rem_5rem]">
        <TextField
          id="user-id"
          label="User id"
          hint="Your own, or a Telegram chat's."
          error={errors.userId}
          mono
          value={draft.userId}
          onChange={(userId) => onChange({ ...draft, userId })}
        />
        <TextField
          id="category"
          label="Category"
          hint="Optional, such as news."
          error={errors.category}
          mono
          value={draft.category}
          onChange={(category) => onChange({ ...draft, category })}
        />
        <TextField
          id="copies"
          label="Copies"
          hint="1 to 20."
          error={errors.copies}
          inputMode="numeric"
          value={draft.copies}
          onChange={(copies) => onChange({ ...draft, copies })}
        />
      </div>
      <MessageField
        value={draft.message}
        error={errors.message}
        onChange={(message) => onChange({ ...draft, message })}
        onSubmit={onSubmit}
      />
      <DoorAndPriority draft={draft} onChange={onChange} />
      <SendAtField
        value={draft.sendAt}
        error={errors.sendAt}
        onChange={(sendAt) => onChange({ ...draft, sendAt })}
      />
    </>
  );
}

type MessageProps = {
  value: string;
  error: string | undefined;
  onChange: (value: string) => void;
  onSubmit: () => void;
};

function MessageField({ value, error, onChange, onSubmit }: MessageProps) {
  return (
    <Field
      id="message"
      label="Message"
      hint="Sent as it is, as plain text."
      error={error}
      aside={<UnitCounter units={value.length} />}
    >
      <textarea
        id="message"
        className={`${inputClass} min-h-24 resize-y`}
        rows={3}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? "message-hint" : "message-error"}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={({ key, ctrlKey, metaKey }) => {
          if (key === "Enter" && (ctrlKey || metaKey)) onSubmit();
        }}
      />
    </Field>
  );
}

function UnitCounter({ units }: { units: number }) {
  const over = units > MESSAGE_MAX_UNITS;
  return (
    <span
      className={`text-xs tabular-nums ${over ? "text-fail-ink" : "text-muted"}`}
      title="Counted in UTF-16 units: most characters are one, most emoji two."
    >
      {units.toLocaleString("en")} / {MESSAGE_MAX_UNITS.toLocaleString("en")}
    </span>
  );
}
