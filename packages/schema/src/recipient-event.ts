import type { UserId } from "./user-id.ts";

/** What can happen to a recipient. */
export type RecipientEventName = "linked" | "unlinked" | "suspended" | "returned" | "replied" | "preferences";

/**
 * The JSON in an event `recipient` of `GET /events`: something about a person happened in one of their chats. Told at
 * least once, for each recipient of that chat.
 */
export type RecipientEvent = {
  /**
   * `linked` and `unlinked`: the chat is from now on, or no longer, one of theirs. `suspended`: nothing is sent there
   * any more, `reason` says why. `returned`: things are sent there again. `replied`: the person wrote to the bot.
   * `preferences`: the person, or the app for them, has chosen what comes and when.
   */
  event: RecipientEventName;
  /**
   * The app's own id of the person; null where nobody is linked to the chat. Where the app addresses chats by their
   * numbers, `chat_id` says who it is.
   */
  user_id: UserId | null;
  /** Telegram's id of the chat. */
  chat_id: number;
  /** ISO 8601 in UTC. */
  at: string;
  /** Why it was suspended: `stopped`, `suspended`, or Telegram's word for it, such as `blocked`. */
  reason?: string;
  /** What the person wrote, cut after 4,096 UTF-16 code units; only `replied`. */
  text?: string;
  /** Telegram's id of what the person wrote; only `replied`. */
  message_id?: number;
};
