import type { ChatView, RedeemAnswer } from "@bellwire/messaging";
import { durationWords } from "./durations.ts";
import { hoursWords } from "./quiet-hours.ts";
import type { Texts } from "./texts.ts";

/** Where notifications go for an integer that no chat is linked to: to the chat of that id, or nowhere. */
export type Addressing = "direct" | "linked";

/** Answers `/start`. */
export function greetingText(chat: ChatView, { greeting }: Texts, addressing: Addressing): string {
  if (chat.state === "suspended") return greeting.suspended;
  if (chat.users.length > 0) return greeting.linked;
  return addressing === "direct" ? greeting.direct(chat.id, chat.kind !== "private") : greeting.unlinked;
}

/** Answers `/start <token>`, which is how Telegram says that somebody opened a link. */
export function redeemText(answer: RedeemAnswer, isGroup: boolean, { link }: Texts): string {
  switch (answer.kind) {
    case "linked":
    case "again":
      return link.linked;
    case "wrong_chat":
      return isGroup ? link.forPrivate : link.forGroup;
    default:
      return link[answer.kind];
  }
}

/** Answers `/status`. Says how many accounts are connected, and never which: in a group others read it. */
export function statusText(chat: ChatView, texts: Texts, { addressing, nowMs }: StatusContext): string {
  const { status } = texts;
  const isDirect = chat.users.length === 0 && addressing === "direct";
  const waiting = chat.waiting + chat.parked;
  const lines = [isDirect ? status.direct(chat.id) : status.accounts(chat.users.length)];
  if (chat.state === "stopped" || chat.state === "suspended") lines.push(status[chat.state]);
  if (chat.mutedUntilMs !== undefined && chat.mutedUntilMs > nowMs)
    lines.push(status.muted(durationWords(chat.mutedUntilMs - nowMs, texts)));
  if (chat.quiet !== undefined) lines.push(status.quiet(hoursWords(chat.quiet)));
  if (waiting > 0) lines.push(status.waiting(waiting));
  return lines.join("\n");
}

export type StatusContext = { addressing: Addressing; nowMs: number };

/** Answers `/help`. */
export function helpText({ help, commands }: Texts): string {
  return help(
    Object.entries(commands)
      .map(([name, description]) => `/${name} – ${description}`)
      .join("\n"),
  );
}
