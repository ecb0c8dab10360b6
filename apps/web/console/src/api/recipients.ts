import type { Page } from "../paging/pages.ts";
import { readPage } from "../paging/read-page.ts";
import { type Answer, callInSession } from "./call.ts";
import { unreadable } from "./problem.ts";
import { fieldsOf, numberOf, parsedItems, textOf, textsOf, timeOf } from "./read.ts";
import { userIdOf } from "./user-id.ts";

/** Within the local day of `timeZone`; "22:00" to "07:00" is a night. */
export type QuietHours = { from: string; to: string; timeZone: string };

/** A chat of Telegram that belongs to a recipient, and what the person in it wants. */
export type LinkedChat = {
  id: string;
  kind: string;
  name: string | undefined;
  language: string | undefined;
  /** "reachable", or why nobody is. */
  state: string;
  linkedAtMs: number | undefined;
  /** Until then only urgent ones come. */
  mutedUntilMs: number | undefined;
  quietHours: QuietHours | undefined;
  categoriesOff: readonly string[];
  waiting: number;
  parked: number;
};

/** A person by the app's own id, and the chats in which that person is reached, the one linked first the first. */
export type Recipient = {
  id: string;
  /** "pending": no chat yet. "linked", "unreachable" or "suspended" else. */
  state: string;
  createdAtMs: number | undefined;
  linkedAtMs: number | undefined;
  /** What waits for a first chat. */
  parked: number;
  chats: readonly LinkedChat[];
};

/** Those whose user id begins with `q`, or who are in the chat of that id. */
export async function readRecipients(
  q: string | undefined,
  cursor?: string,
): Promise<Answer<Page<Recipient>>> {
  const answer = await readPage("/recipients", { q, cursor }, parseRecipient);
  // The total is of all, not of those that were searched for.
  return answer.ok && q !== undefined ? { ok: true, value: { ...answer.value, total: undefined } } : answer;
}

/** Refused with 404 where nobody was ever named so. */
export async function readRecipient(id: string): Promise<Answer<Recipient>> {
  return asRecipient(await callInSession("GET", recipientPath(id)));
}

export function recipientPath(id: string): string {
  return `/recipients/${encodeURIComponent(id)}`;
}

export function asRecipient(answer: Answer<unknown>): Answer<Recipient> {
  if (!answer.ok) return answer;
  const value = parseRecipient(answer.value);
  return value === undefined ? { ok: false, problem: unreadable } : { ok: true, value };
}

/** undefined for what cannot be shown. */
export function parseRecipient(value: unknown): Recipient | undefined {
  const fields = fieldsOf(value);
  const id = userIdOf(fields.user_id);
  if (id === undefined) return undefined;
  return {
    id,
    state: textOf(fields.state) ?? "pending",
    createdAtMs: timeOf(fields.created_at),
    linkedAtMs: timeOf(fields.linked_at),
    parked: numberOf(fields.parked) ?? 0,
    chats: parsedItems(fields.chats, parseChat),
  };
}

function parseChat(value: unknown): LinkedChat | undefined {
  const fields = fieldsOf(value);
  const id = userIdOf(fields.chat_id);
  if (id === undefined) return undefined;
  return {
    id,
    kind: textOf(fields.kind) ?? "private",
    name: textOf(fields.name),
    language: textOf(fields.language),
    state: textOf(fields.state) ?? "reachable",
    linkedAtMs: timeOf(fields.linked_at),
    mutedUntilMs: timeOf(fields.muted_until),
    quietHours: parseQuietHours(fields.quiet_hours),
    categoriesOff: textsOf(fields.categories_off),
    waiting: numberOf(fields.waiting) ?? 0,
    parked: numberOf(fields.parked) ?? 0,
  };
}

function parseQuietHours(value: unknown): QuietHours | undefined {
  const fields = fieldsOf(value);
  const [from, to] = [textOf(fields.from), textOf(fields.to)];
  if (from === undefined || to === undefined) return undefined;
  return { from, to, timeZone: textOf(fields.time_zone) ?? "UTC" };
}
