import type { Fault, FaultKind } from "../api/sandbox-faults.ts";

export const FAULT_KINDS: readonly { value: FaultKind; title: string }[] = [
  { value: "429", title: "429" },
  { value: "403", title: "403" },
  { value: "5xx_json", title: "5xx" },
  { value: "hang", title: "Hang" },
];

/** What the bot will meet. */
export const FAULT_HINTS: Record<FaultKind, string> = {
  "429": "Too many requests: the bot waits as long as it is told, and sends again.",
  "403": "Blocked by the person: the bot gives the message up or parks it.",
  "5xx_json": "Telegram is out of order: the bot tries again, later and later.",
  hang: "No answer: the bot gives up after SEND_TIMEOUT_MS and cannot know whether it arrived.",
};

/** "429 for 5 s, chat 42, 2 more sends". */
export function faultWords({ kind, chatId, retryAfterSeconds, remaining }: Fault): string {
  const name = FAULT_KINDS.find(({ value }) => value === kind)?.title ?? kind;
  const wait = kind === "429" ? ` for ${retryAfterSeconds ?? 1} s` : "";
  const chat = chatId === undefined ? "every chat" : `chat ${chatId}`;
  return `${name}${wait}, ${chat}, ${remainingWords(remaining)}`;
}

function remainingWords(remaining: number | undefined): string {
  if (remaining === undefined) return "until removed";
  return remaining === 1 ? "1 more send" : `${remaining} more sends`;
}

/** The sends or seconds that were typed: 1 to 999; undefined when it is something else. */
export function readCount(typed: string): number | undefined {
  return /^[1-9]\d{0,2}$/.test(typed.trim()) ? Number(typed) : undefined;
}
