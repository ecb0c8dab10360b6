import type { Via } from "./notification.ts";
import type { NotificationState } from "./notification-view.ts";
import type { UserId } from "./user-id.ts";

/**
 * The JSON in an event of `GET /events`: one for each change of state, and told at least once. Of two events of one
 * notification the one with the larger `revision` is the newer.
 */
export type NotificationEvent = {
  id: string;
  user_id: UserId;
  /** The notification that this is a copy of, for a further chat of the same person. */
  copy_of?: string;
  /** The state from now on. */
  state: NotificationState;
  /** The moment of the change: ISO 8601 in UTC. */
  at: string;
  revision: number;
  /** Why; a word of a closed list. */
  reason?: string;
  /** Which attempt it was about, from 1. */
  attempt?: number;
  /** Telegram's id of what arrived. */
  message_id?: number;
  /** The door that it came by; told on admission. */
  via?: Via;
};
