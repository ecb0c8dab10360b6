import type { Tap } from "./taps.ts";
import { isLongerThan, textMaxPoints } from "./text-length.ts";
import type { SandboxMessage } from "./types.ts";
import type { World } from "./world.ts";

export type PersonProblem = {
  code: "invalid_text" | "invalid_payload" | "invalid_language" | "blocked" | "not_found";
  detail: string;
};
export type PersonResult<T> = { ok: true; value: T } | { ok: false; problem: PersonProblem };

const deepLinkPayload = /^[A-Za-z0-9_-]{1,64}$/;
/** An IETF language tag, as Telegram's apps report it. */
const languageTag = /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,3}$/;

/** The person writes a text of 1 to 4,096 characters. Somebody who has blocked the bot cannot write to it. */
export function writeAsPerson(world: World, chatId: number, text: string): PersonResult<SandboxMessage> {
  if (world.chats.isBlocked(chatId)) {
    return no("blocked", "This person has blocked the bot: unblock it or open the deep link first.");
  }
  if (text.trim() === "" || isLongerThan(text, textMaxPoints))
    return no("invalid_text", `text must hold 1 to ${textMaxPoints} characters.`);
  return { ok: true, value: world.personWrites(chatId, text) };
}

/**
 * Opening a deep link is what makes a bot reachable again; the payload arrives as `/start payload`. In a group it is a
 * link of the kind `startgroup`: the bot is put into the group where it is not there, and the command names the bot.
 */
export function openDeepLink(world: World, chatId: number, payload?: string): PersonResult<SandboxMessage> {
  if (payload !== undefined && !deepLinkPayload.test(payload)) {
    return no("invalid_payload", "payload must be 1 to 64 of A-Z a-z 0-9 _ and -, as in a t.me link.");
  }
  world.join(chatId);
  world.setBlocked(chatId, false);
  const command = chatId < 0 ? `/start@${world.bot.username}` : "/start";
  return {
    ok: true,
    value: world.personWrites(chatId, payload === undefined ? command : `${command} ${payload}`),
  };
}

/** What language the person's app is set to; undefined: it does not say. */
export function setPersonLanguage(world: World, chatId: number, language?: string): PersonResult<undefined> {
  if (language !== undefined && !languageTag.test(language))
    return no("invalid_language", 'language must be a tag such as "de" or "pt-br".');
  world.chats.setLanguage(chatId, language);
  return { ok: true, value: undefined };
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
