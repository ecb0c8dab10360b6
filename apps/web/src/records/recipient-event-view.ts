import type { RecipientEvent } from "@bellwire/messaging";
import { type RecipientEvent as RecipientEventJson, userIdOf } from "@bellwire/schema";

/** What the interface tells of a recipient; undefined when its chat is none, because others wrote it. */
export function toRecipientEventView(event: RecipientEvent): RecipientEventJson | undefined {
  const { userId, chatId, atMs, reason, text, messageId } = event;
  const [chat, at] = [Number(chatId), new Date(atMs)];
  if (!Number.isSafeInteger(chat) || Number.isNaN(at.getTime())) return undefined;
  return {
    event: event.event,
    user_id: userId === undefined ? null : userIdOf(userId),
    chat_id: chat,
    at: at.toISOString(),
    ...(reason !== undefined && { reason }),
    ...(text !== undefined && { text }),
    ...(messageId !== undefined && { message_id: messageId }),
  };
}
