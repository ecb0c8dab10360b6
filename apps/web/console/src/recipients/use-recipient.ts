import { useCallback, useState } from "react";
import type { Answer } from "../api/call.ts";
import type { Problem } from "../api/problem.ts";
import { type Recipient, readRecipient } from "../api/recipients.ts";
import { useFeed } from "../feed/index.ts";
import { useReading } from "../paging/use-reading.ts";

export type OneRecipient = {
  /** As last read, also while it cannot be read. */
  recipient: Recipient | undefined;
  /** Nobody was ever named so. */
  isUnknown: boolean;
  problem: Problem | undefined;
  /** Reads it once more, soon. */
  refresh: () => void;
};

/** One person, kept current. Another id is another use of this: give the component a key. */
export function useRecipient(id: string, onUnauthorized: () => void): OneRecipient {
  const [answer, setAnswer] = useState<Answer<Recipient>>();
  const [recipient, setRecipient] = useState<Recipient>();
  // What waits for the person changes with the messages.
  const news = useFeed(({ recipientEventsSeen, changes, gaps, opened }) => {
    const last = changes.findLast(({ userId }) => userId === id);
    return `${recipientEventsSeen} ${last?.id} ${last?.revision} ${gaps} ${opened}`;
  });
  const problem = answer?.ok === false ? answer.problem : undefined;
  const isUnknown = problem?.status === 404;

  const read = useCallback(() => readRecipient(id), [id]);
  const take = useCallback(
    (read: Answer<Recipient>): void => {
      setAnswer(read);
      if (read.ok || read.problem.status === 404) setRecipient(read.ok ? read.value : undefined);
      else if (read.problem.status === 401) onUnauthorized();
    },
    [onUnauthorized],
  );
  const refresh = useReading(read, take, { news, failed: problem !== undefined && !isUnknown });
  return { recipient, isUnknown, problem: isUnknown ? undefined : problem, refresh };
}
