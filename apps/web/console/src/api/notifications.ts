import { type Answer, callInSession } from "./call.ts";
import { fieldsOf, numberOf, textOf } from "./read.ts";

export type Door = "channel" | "queue" | "stream";

export type Priority = "urgent" | "normal" | "bulk";

/** What is left out takes the server's default: the channel, normal, now. */
export type Notification = {
  userId: number;
  message: string;
  via?: Door;
  priority?: Priority;
  /** ISO 8601. */
  sendAt?: string;
};

/** What web says of a notification that it took. `receivers` is Redis' own count; absent where the door has none. */
export type Accepted = { id: string; via: string; state: string; receivers: number | undefined };

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
    },
  };
}

export type WireForm = { user_id: number; message: string; priority?: Priority; send_at?: string };

/** The notification as it is written at every door. HTTP alone takes `via` beside it: elsewhere the door is the way. */
export function wireForm({ userId, message, priority, sendAt }: Notification): WireForm {
  return {
    user_id: userId,
    message,
    ...(priority !== undefined && { priority }),
    ...(sendAt !== undefined && { send_at: sendAt }),
  };
}
