import { describeChat } from "./chats.ts";
import type { Bot, SandboxMessage } from "./types.ts";

/** The newest id of a basic group's range; below it are supergroups and channels. */
const firstSupergroupId = -1_000_000_000_001;

export function botUser(bot: Bot): Record<string, unknown> {
  return { id: bot.id, is_bot: true, first_name: "Bellwire Sandbox", username: bot.username };
}

export interface ApiPerson {
  id: number;
  is_bot: false;
  first_name: string;
  language_code?: string;
}

/** Whoever writes in that chat. In a group one member speaks for all, so that the other side of a chat is always one person. */
export function personOf(chatId: number, language: string | undefined): ApiPerson {
  const id = Math.abs(chatId);
  return {
    id,
    is_bot: false,
    first_name: `Person ${id}`,
    ...(language !== undefined && { language_code: language }),
  };
}

export function apiChat(chatId: number): Record<string, unknown> {
  const { title, kind } = describeChat(chatId);
  if (kind === "private") return { id: chatId, first_name: title, type: "private" };
  return { id: chatId, title, type: chatId <= firstSupergroupId ? "supergroup" : "group" };
}

/** A message as the Bot API writes it; `language` is that of the person. */
export function apiMessage(
  bot: Bot,
  chatId: number,
  message: SandboxMessage,
  language?: string,
): Record<string, unknown> {
  const result: Record<string, unknown> = {
    message_id: message.message_id,
    from: message.from === "bot" ? botUser(bot) : personOf(chatId, language),
    chat: apiChat(chatId),
    date: Math.trunc(message.date_ms / 1000),
    text: message.text,
  };
  if (message.entities !== undefined) result.entities = message.entities;
  if (message.buttons !== undefined) result.reply_markup = { inline_keyboard: message.buttons };
  if (message.thread_id !== undefined) result.message_thread_id = message.thread_id;
  if (message.protected) result.has_protected_content = true;
  return result;
}
