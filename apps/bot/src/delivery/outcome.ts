/** What came of one call to Telegram, free of the library that made it. */
export type CallResult<Answer> =
  | { kind: "answered"; answer: Answer }
  | {
      kind: "refused";
      code: number;
      description: string;
      retryAfterSeconds?: number;
      migrateToChatId?: number;
    }
  /** `sent` is `no` only where the request provably never reached Telegram. */
  | { kind: "failed"; sent: "no" | "unknown"; reason: FailureReason };

export type FailureReason =
  | "unreachable"
  | "connection_lost"
  | "timeout"
  | "aborted"
  | "unreadable_answer"
  | "server_error";

/** How one attempt to send ended. Reasons are words of ours from a closed list, never Telegram's text. */
export type Outcome =
  | { kind: "sent"; messageId: number }
  /** Refused for its pace; Telegram wants no further try for so long. Costs no attempt. */
  | { kind: "limited"; reason: "limited"; retryAfterMs: number }
  /** The group has another id now. Costs no attempt. */
  | { kind: "migrated"; reason: "migrated"; chatId: number }
  /** Refused for good. `unreachable`: so will everything else to this chat be, until the person returns. */
  | { kind: "refused"; reason: string; unreachable: boolean }
  /** The bot itself is refused: wrong token or server. Says nothing about the message; costs no attempt. */
  | { kind: "bot_refused"; reason: "unauthorized" | "not_found" | "misdirected" }
  /** Provably not sent; costs no attempt. */
  | { kind: "not_sent"; reason: FailureReason }
  /** May have been sent. */
  | { kind: "unknown"; reason: FailureReason };

/** A 429 that does not say how long: what Telegram asks for at the least. */
const RETRY_AFTER_UNSAID_MS = 2000;

/** Classifies the answer to a sendMessage. The only place where Telegram's wording decides anything. */
export function toOutcome(result: CallResult<{ messageId: number }>): Outcome {
  if (result.kind === "answered") return { kind: "sent", messageId: result.answer.messageId };
  if (result.kind === "failed") {
    return result.sent === "no"
      ? { kind: "not_sent", reason: result.reason }
      : { kind: "unknown", reason: result.reason };
  }
  const { code, description, retryAfterSeconds, migrateToChatId } = result;
  if (code === 429) {
    const retryAfterMs = retryAfterSeconds === undefined ? RETRY_AFTER_UNSAID_MS : retryAfterSeconds * 1000;
    return { kind: "limited", reason: "limited", retryAfterMs };
  }
  if (migrateToChatId !== undefined) return { kind: "migrated", reason: "migrated", chatId: migrateToChatId };
  if (code === 401) return { kind: "bot_refused", reason: "unauthorized" };
  if (code === 404) return { kind: "bot_refused", reason: "not_found" };
  if (code === 421) return { kind: "bot_refused", reason: "misdirected" };
  if (code >= 500) return { kind: "unknown", reason: "server_error" };
  // No refusal of Telegram has such a code; whoever answered in its place may have passed the message on.
  if (code < 400) return { kind: "unknown", reason: "unreadable_answer" };
  return { kind: "refused", ...refusal(code, description) };
}

/** Telegram's descriptions, by what they contain. The first that fits counts. */
const REFUSALS: readonly { pattern: RegExp; reason: string; unreachable: boolean }[] = [
  { pattern: /blocked by the user/i, reason: "blocked", unreachable: true },
  { pattern: /user is deactivated/i, reason: "deactivated", unreachable: true },
  { pattern: /can't initiate conversation/i, reason: "not_started", unreachable: true },
  { pattern: /can't send messages to (the )?bots?/i, reason: "is_a_bot", unreachable: true },
  { pattern: /kicked|not a member|group chat was deleted/i, reason: "removed", unreachable: true },
  // Without the new id there is nowhere to follow it to.
  { pattern: /upgraded to a supergroup/i, reason: "migrated", unreachable: true },
  {
    pattern: /chat not found|chat_id is empty|PEER_ID_INVALID/i,
    reason: "chat_not_found",
    unreachable: true,
  },
  {
    pattern:
      /not enough rights|no rights to send|no write access|need administrator rights|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|CHAT_SEND_PLAIN/i,
    reason: "no_rights",
    unreachable: true,
  },
  { pattern: /ALLOW_PAYMENT_REQUIRED/i, reason: "payment_required", unreachable: true },
  { pattern: /text is empty|text must be non-empty/i, reason: "text_empty", unreachable: false },
  { pattern: /(message|text) is too long|entities too long/i, reason: "text_too_long", unreachable: false },
  { pattern: /can't parse entities/i, reason: "bad_markup", unreachable: false },
  { pattern: /encoded in UTF-8/i, reason: "bad_encoding", unreachable: false },
  { pattern: /thread not found|TOPIC_/i, reason: "topic_not_found", unreachable: false },
  { pattern: /replied not found/i, reason: "reply_not_found", unreachable: false },
  { pattern: /BUTTON_|reply markup/i, reason: "bad_buttons", unreachable: false },
];

function refusal(code: number, description: string): { reason: string; unreachable: boolean } {
  const known = REFUSALS.find(({ pattern }) => pattern.test(description));
  if (known) return { reason: known.reason, unreachable: known.unreachable };
  if (code === 403) return { reason: "forbidden", unreachable: true };
  return { reason: code === 413 ? "too_large" : "refused", unreachable: false };
}
