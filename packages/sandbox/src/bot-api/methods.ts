import { deleteMyCommands, getChat, getMe, getMyCommands, setMyCommands } from "./account.ts";
import type { Method } from "./call.ts";
import { editMessageReplyMarkup } from "./edit-reply-markup.ts";
import { getUpdates } from "./get-updates.ts";
import { answerCallbackQuery, sendChatAction } from "./interaction.ts";
import { sendMessage } from "./send-message.ts";
import { deleteWebhook, getWebhookInfo, setWebhook } from "./webhook.ts";

const methods: Readonly<Record<string, Method>> = {
  answerCallbackQuery,
  deleteMyCommands,
  deleteWebhook,
  editMessageReplyMarkup,
  getChat,
  getMe,
  getMyCommands,
  getUpdates,
  getWebhookInfo,
  sendChatAction,
  sendMessage,
  setMyCommands,
  setWebhook,
};

/** Telegram reads method names in any case. */
const byLowerCase = new Map(Object.entries(methods).map(([name, method]) => [name.toLowerCase(), method]));

export function findMethod(name: string): Method | undefined {
  return byLowerCase.get(name.toLowerCase());
}
