import { type Answer, callInSession } from "./call.ts";
import { fieldsOf, listOf, numberOf, textOf } from "./read.ts";

/** Trouble that the sandbox makes for the bot's sends, as its control API calls it. */
export type FaultKind = "429" | "403" | "5xx_json" | "hang";

export type NewFault = {
  kind: FaultKind;
  /** Only sends to this chat; without it all. */
  chatId?: number;
  /** The next so many sends; without it until it is deleted. */
  count?: number;
  /** `429`: what the bot is told to wait. */
  retryAfterSeconds?: number;
};

export type Fault = {
  id: number;
  kind: string;
  chatId: number | undefined;
  retryAfterSeconds: number | undefined;
  /** Sends that it has spoiled so far. */
  hits: number;
  /** Sends still to spoil; undefined: until it is deleted. */
  remaining: number | undefined;
};

const FAULTS = "/sandbox/faults";

export async function readFaults(): Promise<Answer<Fault[]>> {
  const answer = await callInSession("GET", FAULTS, { timeoutMs: 5_000 });
  if (!answer.ok) return answer;
  const faults = listOf(fieldsOf(answer.value).items).map(parseFault);
  return { ok: true, value: faults.filter((fault) => fault !== undefined) };
}

export function addFault({ kind, chatId, count, retryAfterSeconds }: NewFault): Promise<Answer<unknown>> {
  // Fields that are undefined are not written.
  const body = { kind, chat_id: chatId, count, retry_after: retryAfterSeconds };
  return callInSession("POST", FAULTS, { body });
}

/** One, or all of them. */
export function removeFault(id?: number): Promise<Answer<unknown>> {
  return callInSession("DELETE", id === undefined ? FAULTS : `${FAULTS}/${id}`);
}

export function parseFault(value: unknown): Fault | undefined {
  const fields = fieldsOf(value);
  const [id, kind] = [numberOf(fields.fault_id), textOf(fields.kind)];
  if (id === undefined || kind === undefined) return undefined;
  return {
    id,
    kind,
    chatId: numberOf(fields.chat_id),
    retryAfterSeconds: numberOf(fields.retry_after),
    hits: numberOf(fields.hits) ?? 0,
    remaining: numberOf(fields.remaining),
  };
}
