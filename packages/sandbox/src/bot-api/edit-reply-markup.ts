import { apiMessage } from "../model/api-objects.ts";
import { type Answer, accept, isRefusal, refuse } from "./answer.ts";
import { refusalOfBlocked } from "./blocked.ts";
import type { Call } from "./call.ts";
import { integerOf, requireChatId } from "./parameters.ts";
import { readButtons } from "./reply-markup.ts";

const messageIds = { min: 0, max: Number.MAX_SAFE_INTEGER, default: 0 };

/** Gives a message of the bot other buttons, or none. Edits are not counted against the limits of sends. */
export function editMessageReplyMarkup({ fields, world }: Call): Answer {
  const chatId = requireChatId(fields);
  if (typeof chatId !== "number") return chatId;
  const buttons = readButtons(fields);
  if (isRefusal(buttons)) return buttons;
  const blocked = refusalOfBlocked(world, chatId);
  if (blocked !== undefined) return blocked;
  const message = world.chats.message(chatId, integerOf(fields, "message_id", messageIds));
  if (message === undefined) return refuse(400, "message to edit not found");
  if (message.from !== "bot") return refuse(400, "message can't be edited");
  if (JSON.stringify(message.buttons) === JSON.stringify(buttons)) {
    return refuse(
      400,
      "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
    );
  }
  return accept(apiMessage(world.bot, chatId, world.setButtons(chatId, message, buttons)));
}
