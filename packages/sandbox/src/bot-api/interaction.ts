import { type Answer, accept, refuse } from "./answer.ts";
import { refusalOfBlocked } from "./blocked.ts";
import type { Call } from "./call.ts";
import { flagOf, requireChatId, textOf } from "./parameters.ts";

const chatActions = new Set([
  "typing",
  "upload_photo",
  "record_video",
  "upload_video",
  "record_voice",
  "upload_voice",
  "upload_document",
  "choose_sticker",
  "find_location",
  "record_video_note",
  "upload_video_note",
]);
const answerMaxUnits = 200;

export function sendChatAction({ fields, world }: Call): Answer {
  const chatId = requireChatId(fields);
  if (typeof chatId !== "number") return chatId;
  if (!chatActions.has(textOf(fields, "action").toLowerCase()))
    return refuse(400, "wrong parameter action in request");
  return refusalOfBlocked(world, chatId) ?? accept(true);
}

export function answerCallbackQuery({ fields, world }: Call): Answer {
  const tap = world.taps.find(textOf(fields, "callback_query_id"));
  if (tap === undefined) {
    return refuse(400, "query is too old and response timeout expired or query ID is invalid");
  }
  const text = textOf(fields, "text");
  if (text.length > answerMaxUnits) return refuse(400, "MESSAGE_TOO_LONG");
  tap.answer = { text, show_alert: flagOf(fields, "show_alert") };
  return accept(true);
}
