import type { World } from "../model/world.ts";
import { type Refusal, refuse } from "./answer.ts";

/** What Telegram says when the bot may no longer reach that chat; undefined while it may. */
export function refusalOfBlocked(world: World, chatId: number): Refusal | undefined {
  if (!world.chats.isBlocked(chatId)) return undefined;
  return refuse(403, chatId < 0 ? "bot was kicked from the group chat" : "bot was blocked by the user");
}
