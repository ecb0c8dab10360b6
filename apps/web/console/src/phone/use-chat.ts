import { useCallback, useEffect, useReducer, useState } from "react";
import type { Problem } from "../api/problem.ts";
import { doAsPerson, type PersonAct, readChat } from "../api/sandbox.ts";
import { type ChatLog, NO_CHAT, withNews } from "./chat-log.ts";
import { type StreamState, useSandboxEvents } from "./use-sandbox-events.ts";
import { useVisible } from "./use-visible.ts";

export type ChatOnPhone = {
  log: ChatLog;
  stream: StreamState;
  /** Of the last reading or act that failed. */
  problem: Problem | undefined;
  /** Resolves to whether it was done. What was written comes back as an event. */
  act: (what: PersonAct) => Promise<boolean>;
};

/** One chat of the sandbox, read and then followed live while `wanted`. */
export function useChat(
  chatId: number | undefined,
  wanted: boolean,
  onUnauthorized: () => void,
): ChatOnPhone {
  const [log, tell] = useReducer(withNews, NO_CHAT);
  const [problem, setProblem] = useState<Problem>();
  const visible = useVisible();

  const read = useCallback(async (): Promise<void> => {
    if (chatId === undefined) return;
    tell({ type: "reading", chatId });
    const answer = await readChat(chatId);
    setProblem(answer.ok ? undefined : answer.problem);
    if (answer.ok) tell({ type: "read", chat: answer.value });
    else if (answer.problem.status === 401) onUnauthorized();
  }, [chatId, onUnauthorized]);

  const stream = useSandboxEvents(wanted && visible, {
    onOpen: () => void read(),
    onEvent: (event) => tell({ type: "event", event }),
    // Asked by an ordinary request first, because a stream cannot say why it broke: here a lost session is opened anew.
    onBroken: read,
  });

  useEffect(() => {
    tell({ type: "opened", chatId });
    if (wanted) void read();
  }, [chatId, wanted, read]);

  const act = useCallback(
    async (what: PersonAct): Promise<boolean> => {
      if (chatId === undefined) return false;
      const answer = await doAsPerson(chatId, what);
      setProblem(answer.ok ? undefined : answer.problem);
      if (!answer.ok && answer.problem.status === 401) onUnauthorized();
      return answer.ok;
    },
    [chatId, onUnauthorized],
  );

  return { log, stream, problem, act };
}
