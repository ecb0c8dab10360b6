import { type FormEvent, useId, useState } from "react";
import type { Problem } from "../api/problem.ts";
import type { LinkedChat } from "../api/recipients.ts";
import { Button } from "../parts/button.tsx";
import { Card } from "../parts/card.tsx";
import { inputClass } from "../parts/field.tsx";
import { ProblemWords } from "../parts/problem-words.tsx";
import { TextField } from "../parts/text-field.tsx";
import { momentWords } from "../parts/times.ts";
import { putPreferences } from "./calls.ts";
import { draftOf, type PreferencesDraft, patchOf } from "./preferences.ts";

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

type Props = { id: string; chats: readonly LinkedChat[]; readOnly: boolean; onDone: () => void };

/** What the person wants, as last read, until somebody changes it here. */
export function PreferencesCard({ id, chats, readOnly, onDone }: Props) {
  const [chat] = chats;
  const [changed, setChanged] = useState<PreferencesDraft>();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  if (chat === undefined) return null;
  const draft = changed ?? draftOf(chat, HERE);
  const differ = chats.some((other) => wishesOf(other) !== wishesOf(chat));

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const patch = patchOf(draft, chat, Date.now());
    if (busy || readOnly) return;
    if (patch === undefined) return setChanged(undefined);
    setBusy(true);
    const answer = await putPreferences(id, patch);
    setBusy(false);
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) setChanged(undefined);
    onDone();
  };

  return (
    <Card
      title="Wishes"
      hint={
        differ
          ? "The chats differ: these are of the first, and what you change here holds for all."
          : "The person sets them in the chat with /mute, /quiet and buttons; urgent messages always pass."
      }
    >
      <form className="flex flex-col gap-4" onSubmit={(event) => void save(event)}>
        <fieldset disabled={readOnly} className="flex min-w-0 flex-col gap-4">
          <Mute chat={chat} draft={draft} onChange={setChanged} />
          <Quiet draft={draft} onChange={setChanged} />
          <TextField
            id="categories-off"
            label="Categories not wanted"
            hint="Names separated by commas, such as news, offers. What a message is, its option category says."
            mono
            value={draft.off}
            onChange={(off) => setChanged({ ...draft, off })}
          />
        </fieldset>
        {changed !== undefined && (
          <div className="flex gap-3">
            <Button type="submit" busy={busy}>
              Save
            </Button>
            <Button look="quiet" onClick={() => setChanged(undefined)}>
              Cancel
            </Button>
          </div>
        )}
        {problem !== undefined && <ProblemWords problem={problem} />}
      </form>
    </Card>
  );
}

function wishesOf({ mutedUntilMs, quietHours, categoriesOff }: LinkedChat): string {
  return JSON.stringify([mutedUntilMs, quietHours, categoriesOff.toSorted()]);
}

type PartProps = { draft: PreferencesDraft; onChange: (draft: PreferencesDraft) => void };

function Mute({ chat: { mutedUntilMs }, draft, onChange }: PartProps & { chat: LinkedChat }) {
  const nowMs = Date.now();
  const isMuted = mutedUntilMs !== undefined && mutedUntilMs > nowMs;
  return (
    <label className="flex flex-wrap items-center gap-x-3 gap-y-1.5 font-medium text-sm">
      Muted
      <select
        className={`${inputClass} max-w-56 font-normal`}
        value={draft.mute}
        onChange={(event) => onChange({ ...draft, mute: event.target.value as PreferencesDraft["mute"] })}
      >
        <option value="keep">{isMuted ? `until ${momentWords(mutedUntilMs, nowMs)}` : "no"}</option>
        {isMuted && <option value="off">no more</option>}
        <option value="1">for 1 hour</option>
        <option value="8">for 8 hours</option>
        <option value="24">for 1 day</option>
        <option value="168">for 7 days</option>
      </select>
    </label>
  );
}

function Quiet({ draft, onChange }: PartProps) {
  const zones = useId();
  return (
    <div className="flex flex-col gap-2 text-sm">
      <label className="flex min-h-8 items-center gap-2 font-medium pointer-coarse:min-h-11">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={draft.quiet}
          onChange={(event) => onChange({ ...draft, quiet: event.target.checked })}
        />
        Quiet hours
      </label>
      {draft.quiet && (
        <div className="flex flex-wrap items-center gap-2">
          <input
            type="time"
            required
            aria-label="Quiet from"
            className={`${inputClass} max-w-32`}
            value={draft.from}
            onChange={(event) => onChange({ ...draft, from: event.target.value })}
          />
          to
          <input
            type="time"
            required
            aria-label="Quiet to"
            className={`${inputClass} max-w-32`}
            value={draft.to}
            onChange={(event) => onChange({ ...draft, to: event.target.value })}
          />
          in
          <input
            required
            aria-label="Time zone"
            list={zones}
            className={`${inputClass} max-w-56`}
            value={draft.timeZone}
            onChange={(event) => onChange({ ...draft, timeZone: event.target.value })}
          />
          <datalist id={zones}>
            {Intl.supportedValuesOf("timeZone").map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
        </div>
      )}
    </div>
  );
}
