import { agoWords } from "../parts/ago-words.ts";
import { Button } from "../parts/button.tsx";
import { Field, inputClass } from "../parts/field.tsx";
import { useNow } from "../parts/use-now.ts";
import { localField } from "./local-time.ts";

type Props = { value: string; error: string | undefined; onChange: (value: string) => void };

/** Not before when it is to be sent: empty is at once. */
export function SendAtField({ value, error, onChange }: Props) {
  const nowMs = useNow();
  const putOff = (ms: number) => () => onChange(localField(Date.now() + ms));
  return (
    <Field id="send-at" label="Send at" hint={hintFor(value, nowMs)} error={error}>
      <div className="flex flex-wrap items-center gap-2">
        <input
          id="send-at"
          type="datetime-local"
          step={1}
          className={`${inputClass} sm:max-w-60`}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? "send-at-hint" : "send-at-error"}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
        <Button look="quiet" onClick={putOff(10_000)}>
          in 10 s
        </Button>
        <Button look="quiet" onClick={putOff(60_000)}>
          in 1 min
        </Button>
        {value !== "" && (
          <Button look="quiet" onClick={() => onChange("")}>
            at once
          </Button>
        )}
      </div>
    </Field>
  );
}

function hintFor(value: string, nowMs: number): string {
  const ms = new Date(value).getTime();
  if (Number.isNaN(ms)) return "Empty: at once. Your clock's time.";
  return ms <= nowMs ? "That is past, which means at once." : `That is ${agoWords(ms, nowMs)}.`;
}
