import { type FormEvent, useState } from "react";
import { publishToChannel } from "../api/channels.ts";
import { Button } from "../parts/button.tsx";
import { Card } from "../parts/card.tsx";
import { type Copies, readCopies } from "../parts/copies.ts";
import { inputClass } from "../parts/field.tsx";
import { JsonField } from "../parts/json-field.tsx";
import { readJsonInput } from "../parts/json-input.ts";
import { ProblemWords } from "../parts/problem-words.tsx";
import { ProgressBar } from "../parts/progress-bar.tsx";
import { TextField } from "../parts/text-field.tsx";
import { useCopies } from "../parts/use-copies.ts";
import type { Guard } from "./guard.ts";

type Props = { readOnly: boolean; guard: Guard };

/** Publishes anything on any channel, and says how many heard it. */
export function ChannelPublisher({ readOnly, guard }: Props) {
  const [channel, setChannel] = useState("orders:new");
  const [typed, setTyped] = useState('{"order": 1234, "total": 12.5}');
  const [times, setTimes] = useState("1");
  const { copies, start } = useCopies<number>();
  const total = readCopies(times);
  const { json, isText } = readJsonInput(typed);
  const disabled = copies.name === "publishing" || readOnly;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (disabled || total === undefined) return;
    await start(total, () => guard(publishToChannel(channel, json)));
  };

  return (
    <Card title="Publish on a channel" hint="Heard by who listens now, kept by nobody.">
      <form className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        <TextField
          id="channel"
          label="Channel"
          hint="Any name of up to 256 characters."
          mono
          required
          maxLength={256}
          value={channel}
          onChange={setChannel}
        />
        <JsonField
          id="payload"
          label="Payload"
          hint={
            isText ? "No JSON: it goes out as a JSON text, in quotes." : "JSON, published as it stands here."
          }
          value={typed}
          onChange={setTyped}
        />
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" busy={disabled}>
            Publish
          </Button>
          <Times typed={times} onChange={setTimes} />
        </div>
        <div role="status" aria-live="polite" className="min-h-10 text-sm">
          <Outcome copies={copies} />
        </div>
      </form>
    </Card>
  );
}

function Times({ typed, onChange }: { typed: string; onChange: (typed: string) => void }) {
  const wrong = readCopies(typed) === undefined;
  return (
    <label className="inline-flex items-center gap-2 text-sm">
      Copies
      <input
        className={`${inputClass} max-w-16`}
        inputMode="numeric"
        autoComplete="off"
        aria-invalid={wrong}
        value={typed}
        onChange={(event) => onChange(event.target.value)}
      />
      {wrong && <span className="text-fail-ink text-xs">1 to 20</span>}
    </label>
  );
}

function Outcome({ copies }: { copies: Copies<number> }) {
  if (copies.name === "idle") return null;
  const { answers, total } = copies;
  if (copies.name === "publishing") {
    return <ProgressBar max={total} value={answers.length} label="Copies published" />;
  }
  return (
    <div className="flex flex-col gap-2">
      {answers.length > 0 && <p>{publishedWords(answers)}</p>}
      {copies.name === "refused" && <ProblemWords problem={copies.problem} />}
    </div>
  );
}

function publishedWords(receivers: readonly number[]): string {
  const one = receivers.length === 1;
  const published = one ? "Published" : `${receivers.length} copies published`;
  const last = receivers.at(-1) ?? 0;
  if (last === 0) return `${published}. Nobody listens on this channel: is its name right?`;
  const subscribers = last === 1 ? "1 subscriber" : `${last} subscribers`;
  return `${published}. Redis handed ${one ? "it" : "each"} to ${subscribers}.`;
}
