/** The closed list of reasons, in words. Each goes on after "Because". */
const REASONS: Readonly<Record<string, string>> = {
  // Nobody can be reached in the chat.
  blocked: "the person blocked the bot",
  deactivated: "the person's account is deleted",
  not_started: "the person never wrote to the bot",
  is_a_bot: "the chat belongs to another bot",
  removed: "the bot was removed from the group",
  chat_not_found: "Telegram knows no such chat, or the person never wrote to the bot",
  no_rights: "the bot may not write there",
  stopped: "the person sent /stop",
  suspended: "somebody suspended the person",
  kicked: "the bot was removed from the group",
  left: "the bot left the group",
  unlinked: "the person has no chat yet, or the link was taken away",
  opted_out: "the person does not want this category",
  payment_required: "writing there costs Stars",
  forbidden: "Telegram forbids it",
  migrated: "the group moved and has another id",
  // Refused for what the message is.
  text_empty: "Telegram finds the text empty",
  text_too_long: "Telegram finds the text too long",
  bad_markup: "Telegram cannot read the markup",
  bad_encoding: "Telegram cannot read the encoding",
  topic_not_found: "the topic is gone",
  reply_not_found: "what it replies to is gone",
  bad_buttons: "Telegram refuses the buttons",
  too_large: "it is too large",
  refused: "Telegram refused it",
  unreadable_body: "its record cannot be read",
  parts_changed: "it would be cut into other parts than those that were sent",
  // An attempt that failed.
  limited: "Telegram asked for patience",
  unreachable: "Telegram could not be reached",
  connection_lost: "the connection broke before Telegram answered",
  timeout: "Telegram did not answer in time",
  aborted: "the bot ended before Telegram answered",
  unreadable_answer: "the answer was none of Telegram's",
  server_error: "Telegram had a fault of its own",
  lost: "the bot that had it fell silent",
  poison: "every bot that had it fell silent",
  lease_over: "the bot had it for too long",
  released: "the bot that had it stopped",
  // The bot itself is refused.
  unauthorized: "Telegram refuses the bot's token",
  not_found: "Telegram does not know the bot's token",
  misdirected: "Telegram says it is the wrong server",
  // Time and bounds.
  ttl: "its ttl_seconds were over",
  unclaimed: "no bot took it within a minute",
  queue_full: "too many wait for this chat already",
  too_old: "it waited for a week",
  parked_too_long: "nobody came back to the chat for a week",
  parked_too_many: "too many are parked; it was the oldest",
  unconfirmed: "nobody said for 14 days whether it arrived",
  held_too_many: "too many are held; it was the oldest",
};

/** The code itself where this page does not know it. */
export function reasonWords(reason: string): string {
  return REASONS[reason] ?? reason.replaceAll("_", " ");
}

/** What is wrong with a payload, by the reasons of the quarantine. */
const FAULTS: Readonly<Record<string, string>> = {
  too_large: "Too large",
  invalid_utf8: "Not UTF-8",
  invalid_json: "Not JSON",
  too_deep: "Nested too deep",
  lossy_number: "A number too long for JSON",
  invalid_notification: "Not a notification",
  not_supported: "Not supported yet",
  trimmed: "Trimmed from the stream",
  idempotency_mismatch: "Its id names another notification",
};

export function faultWords(reason: string): string {
  return FAULTS[reason] ?? reason.replaceAll("_", " ");
}
