import type { Attempt, History } from "./history.ts";

export type Window = { chats?: readonly number[]; fromMs: number; toMs: number };

/**
 * From the moment each message of a window was accepted to its first arrival; infinite for what has not arrived.
 * A window is told by when the publisher began.
 */
export function waitsMs(history: History, { chats, fromMs, toMs }: Window): number[] {
  const arrived = new Map<string, number>();
  for (const { text, atMs } of history.arrivals) if (!arrived.has(text)) arrived.set(text, atMs);
  const inWindow = ({ outcome, begunMs, chatId }: Attempt) =>
    outcome === "accepted" && begunMs >= fromMs && begunMs <= toMs && (chats?.includes(chatId) ?? true);
  return history.attempts
    .filter(inWindow)
    .map(({ text, endedMs }) => Math.max(0, (arrived.get(text) ?? Number.POSITIVE_INFINITY) - endedMs));
}

/** The value that `share` of them do not exceed; NaN of none. */
export function quantileMs(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}
