import type { Tap } from "./taps.ts";
import { isLongerThan, textMaxPoints } from "./text-length.ts";
import type { SandboxMessage } from "./types.ts";
import type { World } from "./world.ts";

export type PersonProblem = {
  code: "invalid_text" | "invalid_payload" | "blocked" | "not_found";
  detail: string;
};
export type PersonResult<T> = { ok: true; value: T } | { ok: false; problem: PersonProblem };

const deepLinkPayload = /^[A-Za-z0-9_-]{1,64}$/;

/** The person writes a text of 1 to 4,096 characters. Somebody who has blocked the bot cannot write to it. */
export function writeAsPerson(world: World, chatId: number, text: string): PersonResult<SandboxMessage> {
  if (world.chats.isBlocked(chatId)) {
    return no("blocked", "This person has blocked the bot: unblock it or open the deep link first.");
  }
  if (text.trim() === "" || isLongerThan(text, textMaxPoints))
    return no("invalid_text", `text must hold 1 to ${textMaxPoints} characters.`);
  return { ok: true, value: world.personWrites(chatId, text) };
}

/** Opening a deep link is what makes a bot reachable again; the payload arrives as `/start payload`. */
export function openDeepLink(world: World, chatId: number, payload?: string): PersonResult<SandboxMessage> {
  if (payload !== undefined && !deepLinkPayload.test(payload)) {
    return no("invalid_payload", "payload must be 1 to 64 of A-Z a-z 0-9 _ and -, as in a t.me link.");
  }
  world.setBlocked(chatId, false);
  return {
    ok: true,
    value: world.personWrites(chatId, payload === undefined ? "/start" : `/start ${payload}`),
  };
}

export function tapAsPerson(
  world: World,
  chatId: number,
  messageId: number,
  data: string,
): PersonResult<Tap> {
  const tap = world.tap(chatId, messageId, data);
  if (tap === undefined) return no("not_found", "No kept message of this chat has a button with that data.");
  return { ok: true, value: tap };
}

function no(code: PersonProblem["code"], detail: string): { ok: false; problem: PersonProblem } {
  return { ok: false, problem: { code, detail } };
}
