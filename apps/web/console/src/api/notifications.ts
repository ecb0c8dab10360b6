import { type Answer, callInSession } from "./call.ts";
import { fieldsOf, numberOf, textOf } from "./read.ts";

export type Notification = { userId: number; message: string };

/** What web says of a notification that it took. `receivers` is Redis' own count; absent where the door has none. */
export type Accepted = { id: string; via: string; state: string; receivers: number | undefined };

export async function publishNotification(notification: Notification): Promise<Answer<Accepted>> {
  const answer = await callInSession("POST", "/notifications", { body: wireForm(notification) });
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

/** The notification as it is written on the wire, at HTTP and in Redis alike. */
export function wireForm(notification: Notification): { user_id: number; message: string } {
  return { user_id: notification.userId, message: notification.message };
}
