import { type Answer, callInSession } from "../api/call.ts";
import { type Problem, unreadable } from "../api/problem.ts";
import { fieldsOf, numberOf } from "../api/read.ts";
import type { Page } from "../paging/pages.ts";
import { readPage } from "../paging/read-page.ts";
import { type Message, parseMessage } from "./message.ts";

/** What is looked for. Absent or empty: anything. */
export type MessageQuery = {
  state: string | undefined;
  q: string | undefined;
  userId: string | undefined;
};

export function readMessages(query: MessageQuery, cursor?: string): Promise<Answer<Page<Message>>> {
  const { state, q, userId } = query;
  return readPage("/notifications", { state, q, user_id: userId, cursor }, parseMessage);
}

export function readDeadLetters(cursor?: string): Promise<Answer<Page<Message>>> {
  return readPage("/dead-letters", { cursor }, parseMessage);
}

export async function readMessage(id: string): Promise<Answer<Message>> {
  const answer = await callInSession("GET", pathOf(id));
  if (!answer.ok) return answer;
  const message = parseMessage(answer.value);
  return message === undefined ? { ok: false, problem: unreadable } : { ok: true, value: message };
}

export type Act = "cancel" | "resend" | "confirm" | "discard";

/** Does it. Resolves to why it was not done. */
export async function doWithMessage(act: Act, id: string): Promise<Problem | undefined> {
  const answer = await call(act, id);
  return answer.ok ? undefined : answer.problem;
}

/** Sends again what was given up since then. Resolves to how many. */
export async function retryDead(sinceMs: number): Promise<Answer<number>> {
  const body = { since: new Date(sinceMs).toISOString() };
  // Each is a call to Redis, and there may be many thousands.
  const answer = await callInSession("POST", "/dead-letters/retry", { body, timeoutMs: 60_000 });
  return answer.ok ? { ok: true, value: numberOf(fieldsOf(answer.value).retried) ?? 0 } : answer;
}

function call(act: Act, id: string): Promise<Answer<unknown>> {
  switch (act) {
    case "cancel":
      return callInSession("DELETE", pathOf(id));
    case "discard":
      return callInSession("DELETE", `/dead-letters/${encodeURIComponent(id)}`);
    default:
      return callInSession("POST", `${pathOf(id)}/${act}`);
  }
}

function pathOf(id: string): string {
  return `/notifications/${encodeURIComponent(id)}`;
}
