import type { UserId } from "./user-id.ts";

/** Hours of every day in which only urgent notifications come; the others wait for their end. */
export type QuietHours = {
  /** `HH:MM`, in the time zone. May lie after `to`: then the night is between them. */
  from: string;
  to: string;
  /** A name of the IANA data base, such as `Europe/Berlin`. */
  time_zone: string;
};

/** One chat of a recipient. */
export type RecipientChat = {
  /** Telegram's id. */
  chat_id: number;
  kind: "private" | "group" | "channel";
  /** What the person or the group is called in Telegram. */
  name: string | null;
  /** Language of the person's Telegram, such as `de`. */
  language: string | null;
  /** `reachable`, or why nothing is sent there: `stopped`, `suspended`, `blocked` or another word of Telegram's. */
  state: string;
  linked_at: string | null;
  /** Until this moment only urgent notifications come. */
  muted_until: string | null;
  quiet_hours: QuietHours | null;
  /** Categories that the person has opted out of. */
  categories_off: string[];
  /** Notifications that wait to be sent there. */
  waiting: number;
  /** Notifications put aside until things can be sent there again. */
  parked: number;
};

/**
 * `pending`: no chat yet. `linked`: at least one chat takes notifications. `unreachable`: none does. `suspended`: by the
 * app or its operator, until resumed, with every chat that it has or gets.
 */
export type RecipientState = "pending" | "linked" | "unreachable" | "suspended";

/** The JSON of `GET /recipients/{user_id}` and of each item of the list. Moments are ISO 8601 in UTC. */
export type RecipientView = {
  user_id: UserId;
  state: RecipientState;
  created_at: string;
  /** The last time that a chat was linked. */
  linked_at: string | null;
  /** Notifications that wait for a first chat. */
  parked: number;
  /** In the order in which they were linked, at most 20. */
  chats: RecipientChat[];
};
