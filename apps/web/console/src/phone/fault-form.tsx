import { type FormEvent, useState } from "react";
import type { FaultKind, NewFault } from "../api/sandbox-faults.ts";
import { Button } from "../parts/button.tsx";
import { inputClass } from "../parts/field.tsx";
import { Segmented } from "../parts/segmented.tsx";
import { FAULT_HINTS, FAULT_KINDS, readCount } from "./fault-words.ts";

type Props = { chatId: number | undefined; disabled: boolean; add: (fault: NewFault) => Promise<void> };

export function FaultForm({ chatId, disabled, add }: Props) {
  const [kind, setKind] = useState<FaultKind>("429");
  const [sends, setSends] = useState("1");
  const [seconds, setSeconds] = useState("5");
  const [everywhere, setEverywhere] = useState(false);
  const [count, retryAfterSeconds] = [readCount(sends), readCount(seconds)];
  const sendsWrong = sends.trim() !== "" && count === undefined;
  const secondsWrong = kind === "429" && retryAfterSeconds === undefined;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (disabled || sendsWrong || secondsWrong) return;
    await add({
      kind,
      ...(count !== undefined && { count }),
      ...(kind === "429" && retryAfterSeconds !== undefined && { retryAfterSeconds }),
      ...(chatId !== undefined && !everywhere && { chatId }),
    });
  };

  return (
    <form className="flex flex-col gap-3" onSubmit={(event) => void submit(event)}>
      <Segmented
        legend="What the bot meets"
        options={FAULT_KINDS}
        value={kind}
        onChange={setKind}
        hint={FAULT_HINTS[kind]}
      />
      <div className="flex flex-wrap gap-3">
        <NumberField
          label="Sends"
          value={sends}
          wrong={sendsWrong}
          onChange={setSends}
          placeholder="until removed"
        />
        {kind === "429" && (
          <NumberField label="Seconds" value={seconds} wrong={secondsWrong} onChange={setSeconds} />
        )}
      </div>
      {chatId !== undefined && (
        <label className="flex min-h-8 items-center gap-2 text-xs pointer-coarse:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={everywhere}
            onChange={(event) => setEverywhere(event.target.checked)}
          />
          For every chat, not only {chatId}
        </label>
      )}
      <div>
        <Button type="submit" look="quiet" busy={disabled}>
          Set the fault
        </Button>
      </div>
    </form>
  );
}

type NumberProps = {
  label: string;
  value: string;
  wrong: boolean;
  onChange: (value: string) => void;
  placeholder?: string;
};

function NumberField({ label, value, wrong, onChange, placeholder }: NumberProps) {
  return (
    <label className="flex w-28 flex-col gap-1.5 font-medium text-xs">
      {label}
      <input
        className={`${inputClass} font-normal`}
        inputMode="numeric"
        autoComplete="off"
        placeholder={placeholder}
        aria-invalid={wrong}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}
