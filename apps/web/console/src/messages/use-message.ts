import { useCallback, useState } from "react";
import type { Answer } from "../api/call.ts";
import type { Problem } from "../api/problem.ts";
import { useFeed } from "../feed/index.ts";
import { useReading } from "../paging/use-reading.ts";
import { readMessage } from "./calls.ts";
import type { Message } from "./message.ts";

export type OneMessage = {
  /** As last read, also while it cannot be read. */
  message: Message | undefined;
  problem: Problem | undefined;
  /** Reads it once more, soon. */
  refresh: () => void;
};

/** One message, kept current. Another id is another use of this: give the component a key. */
export function useMessage(id: string, onUnauthorized: () => void): OneMessage {
  const [message, setMessage] = useState<Message>();
  const [problem, setProblem] = useState<Problem>();
  const news = useFeed(({ changes, gaps, opened }) => {
    const last = changes.findLast((change) => change.id === id);
    return `${last?.revision} ${gaps} ${opened}`;
  });

  const read = useCallback(() => readMessage(id), [id]);
  const take = useCallback(
    (answer: Answer<Message>): void => {
      setProblem(answer.ok ? undefined : answer.problem);
      if (answer.ok) setMessage(answer.value);
      else if (answer.problem.status === 401) onUnauthorized();
    },
    [onUnauthorized],
  );
  const refresh = useReading(read, take, { news, failed: problem !== undefined });
  return { message, problem, refresh };
}
