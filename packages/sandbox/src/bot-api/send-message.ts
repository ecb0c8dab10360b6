import { apiMessage } from "../model/api-objects.ts";
import type { Draft } from "../model/world.ts";
import { type Answer, accept, isRefusal, tooManyRequests } from "./answer.ts";
import { refusalOfBlocked } from "./blocked.ts";
import type { Call } from "./call.ts";
import { flagOf, integerOf, requireChatId } from "./parameters.ts";
import { readButtons } from "./reply-markup.ts";
import { readText } from "./text.ts";

const threadId = { min: 0, max: Number.MAX_SAFE_INTEGER, default: 0 };

/**
 * Checks what Telegram checks, in its order: the chat, the content, then whether the chat can be reached, and last the limits,
 * so that a send that would be refused anyway spends nothing.
 */
export function sendMessage({ fields, world }: Call): Answer {
  const chatId = requireChatId(fields);
  if (typeof chatId !== "number") return chatId;
  const content = readText(fields);
  if (isRefusal(content)) return content;
  const buttons = readButtons(fields);
  if (isRefusal(buttons)) return buttons;
  const blocked = refusalOfBlocked(world, chatId);
  if (blocked !== undefined) return blocked;
  const waitSeconds = world.rate.spend(chatId);
  if (waitSeconds > 0) return tooManyRequests(waitSeconds);

  const draft: Draft = { text: content.text };
  if (content.entities.length > 0) draft.entities = content.entities;
  if (buttons !== undefined) draft.buttons = buttons;
  if (flagOf(fields, "disable_notification")) draft.silent = true;
  if (flagOf(fields, "protect_content")) draft.protected = true;
  const thread = integerOf(fields, "message_thread_id", threadId);
  if (thread > 0) draft.thread_id = thread;
  return accept(apiMessage(world.bot, chatId, world.botWrites(chatId, draft)));
}
