import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { isMessageText, messageTextProblem } from "./message-text.ts";
import { isUserId, userIdProblem } from "./user-id.ts";

const userIdSchema = z
  .number({ error: (issue) => userIdProblem(issue.input) })
  .refine(isUserId, { error: (issue) => userIdProblem(issue.input) })
  .meta({
    type: "integer",
    minimum: -LIMITS.userIdMax,
    maximum: LIMITS.userIdMax,
    not: { const: 0 },
    description: "Telegram's id of the chat: a person's, or, when negative, a group's or channel's.",
    examples: [42],
  });

const messageSchema = z
  .string({ error: (issue) => messageTextProblem(issue.input) })
  .refine(isMessageText, { error: (issue) => messageTextProblem(issue.input) })
  .meta({
    type: "string",
    minLength: 1,
    maxLength: LIMITS.messageMaxUnits,
    description: "The text: well formed, without U+0000, and not only white space.",
    examples: ["Your order is on its way."],
  });

/** The notification as the HTTP edge takes it: unknown fields refused. What its checks cannot tell JSON Schema stands in `meta`. */
export const notificationSchema = z.strictObject({ user_id: userIdSchema, message: messageSchema });

export type Notification = z.infer<typeof notificationSchema>;

/** What web publishes: JSON of the two fields, in this order, which `readDoorPayload` reads back identical. */
export function encodeNotification(notification: Notification): string {
  return JSON.stringify({ user_id: notification.user_id, message: notification.message });
}
