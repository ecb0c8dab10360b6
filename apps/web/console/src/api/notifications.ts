import { type Answer, callInSession } from "./call.ts";
import { fieldsOf, numberOf, textOf, timeOf } from "./read.ts";
import { wireUserId } from "./user-id.ts";

export type Door = "channel" | "queue" | "stream";

export type Priority = "urgent" | "normal" | "bulk";

/** What is left out takes the server's default: the channel, normal, now. */
export type Notification = {
  /** As text: 42 and "42" are the same person. */
  userId: string;
  message: string;
  via?: Door;
  priority?: Priority;
  /** ISO 8601. */
  sendAt?: string;
  category?: string;
};

/** What web says of a notification that it took. */
export type Accepted = {
  id: string;
  via: string;
  state: string;
  /** Redis' own count; absent where the door has none. */
  receivers: number | undefined;
  /** It waits until the person is linked to a chat. */
  parked: { untilMs: number | undefined } | undefined;
};

export async function publishNotification(notification: Notification): Promise<Answer<Accepted>> {
  const body = {
    ...wireForm(notification),
    ...(notification.via !== undefined && { via: notification.via }),
  };
  const answer = await callInSession("POST", "/notifications", { body });
  if (!answer.ok) return answer;
  const fields = fieldsOf(answer.value);
  return {
    ok: true,
    value: {
      id: textOf(fields.id) ?? "",
      via: textOf(fields.via) ?? "channel",
      state: textOf(fields.state) ?? "accepted",
      receivers: numberOf(fields.receivers),
      parked:
        typeof fields.parked === "object" ? { untilMs: timeOf(fieldsOf(fields.parked).until) } : undefined,
    },
  };
}

export type WireForm = {
  user_id: number | string;
  message: string;
  priority?: Priority;
  send_at?: string;
  category?: string;
};

/** The notification as it is written at every door. HTTP alone takes `via` beside it: elsewhere the door is the way. */
export function wireForm({ userId, message, priority, sendAt, category }: Notification): WireForm {
  return {
    user_id: wireUserId(userId),
    message,
    ...(priority !== undefined && { priority }),
    ...(sendAt !== undefined && { send_at: sendAt }),
    ...(category !== undefined && { category }),
  };
}
