import { type FormEvent, useState } from "react";
import type { Answer } from "../api/call.ts";
import { type FeedState, useFeed } from "../feed/index.ts";
import { Button } from "../parts/button.tsx";
import { Card } from "../parts/card.tsx";
import { ProblemWords } from "../parts/problem-words.tsx";
import { Segmented } from "../parts/segmented.tsx";
import { createLink, type Link } from "./calls.ts";
import { FreshLink } from "./fresh-link.tsx";

const HOUR_S = 3_600;
const LIFETIMES = [
  { value: `${HOUR_S}`, title: "1 hour" },
  { value: `${24 * HOUR_S}`, title: "1 day" },
  { value: `${7 * 24 * HOUR_S}`, title: "7 days" },
];
const WHERE = [
  { value: "person", title: "A person" },
  { value: "group", title: "A group" },
];

type Props = {
  id: string;
  readOnly: boolean;
  onDone: () => void;
  /** Shows the phone of a chat; only with the sandbox. */
  openAs: ((chatId: number) => void) | undefined;
};

type Made = Link & { group: boolean /** Events that had been heard of by then. */; heardBefore: number };

/** Makes a link that turns whoever opens it into this user. It is shown here once, and kept nowhere. */
export function LinkCard({ id, readOnly, onDone, openAs }: Props) {
  const [seconds, setSeconds] = useState(`${24 * HOUR_S}`);
  const [where, setWhere] = useState("person");
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer<Made>>();
  const heard = useFeed((state) => state.recipientEventsSeen);
  const used = useFeed((state) => answer?.ok === true && wasLinked(state, id, answer.value.heardBefore));

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (busy || readOnly) return;
    setBusy(true);
    const group = where === "group";
    const made = await createLink(id, { seconds: Number(seconds), group });
    setAnswer(made.ok ? { ok: true, value: { ...made.value, group, heardBefore: heard } } : made);
    setBusy(false);
    onDone();
  };

  return (
    <Card
      title="Link a chat"
      hint="Whoever opens the link in Telegram is this user from then on. It works once."
    >
      <div className="flex flex-col gap-4">
        {answer?.ok === true && (
          <FreshLink key={answer.value.url} userId={id} link={answer.value} used={used} openAs={openAs} />
        )}
        {answer?.ok === false && <ProblemWords problem={answer.problem} />}
        {readOnly ? (
          <p className="text-muted text-sm">This page is read-only: it makes no links.</p>
        ) : (
          <form className="flex flex-wrap items-end gap-4" onSubmit={(event) => void submit(event)}>
            <Segmented legend="Good for" options={LIFETIMES} value={seconds} onChange={setSeconds} />
            <Segmented legend="Opened by" options={WHERE} value={where} onChange={setWhere} />
            <Button type="submit" look={answer?.ok === true && !used ? "quiet" : "main"} busy={busy}>
              {answer?.ok === true ? "Create another" : "Create a link"}
            </Button>
          </form>
        )}
      </div>
    </Card>
  );
}

/** Whether the person was linked since then: the newest events are kept. */
function wasLinked(state: FeedState, id: string, heardBefore: number): boolean {
  const since = state.recipientEventsSeen - heardBefore;
  if (since <= 0) return false;
  return state.recipientEvents.slice(-since).some(({ event, userId }) => event === "linked" && userId === id);
}
