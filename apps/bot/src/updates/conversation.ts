import {
  type Chats,
  type Preferences,
  type Recipients,
  timeZoneNamed,
  zoneOffset,
} from "@bellwire/messaging";
import type { Logger } from "@bellwire/runtime";
import { CATEGORIES_SHOWN, categoryKeyboard, readTap } from "../chat/categories.ts";
import { chatFacts } from "../chat/chat-facts.ts";
import { durationWords } from "../chat/durations.ts";
import type { Intention, Wish } from "../chat/intention.ts";
import { hoursWords } from "../chat/quiet-hours.ts";
import { type Addressing, greetingText, helpText, redeemText, statusText } from "../chat/replies.ts";
import { type Texts, textsFor } from "../chat/texts.ts";
import type { UpdateMembership, UpdateMessage } from "../telegram/update.ts";
import type { Reply } from "./answerer.ts";

export type ConversationOptions = {
  chats: Pick<
    Chats,
    "get" | "setPreferences" | "stop" | "leave" | "back" | "moved" | "replied" | "categories"
  >;
  recipients: Pick<Recipients, "redeem">;
  addressing: Addressing;
  logger: Logger;
  nowMs?: () => number;
};

type Quiet = Extract<Wish, { kind: "quiet" }>;

/**
 * Carries out what people want, and says what to answer. Everything may be done twice, because an update may come
 * twice. Throws RedisUnavailableError. What people write is never logged: it may be the token of a link.
 */
export class Conversation {
  readonly #options: Required<ConversationOptions>;

  constructor(options: ConversationOptions) {
    this.#options = { nowMs: () => Date.now(), ...options };
  }

  async take(message: UpdateMessage, intention: Intention, updateId: number): Promise<Reply | undefined> {
    const { chats } = this.#options;
    const chat = String(message.chat.id);
    const texts = textsFor(message.from?.language_code);
    if (message.migrate_to_chat_id !== undefined) {
      await chats.moved(chat, String(message.migrate_to_chat_id));
      return undefined;
    }
    if (intention.kind === "start") return await this.#start(message, intention.token, texts);
    if (intention.kind === "stop") {
      await chats.stop(chat);
      return { text: texts.stopped };
    }
    // The bot itself may be who left.
    if (message.left_chat_member === undefined) await this.#back(chat, "message");
    switch (intention.kind) {
      case "said":
        await chats.replied(chat, { text: intention.text, messageId: message.message_id }, updateId);
        return undefined;
      case "none":
        return undefined;
      case "help":
        return { text: helpText(texts) };
      case "unclear":
        return { text: unclearText(intention.about, texts) };
      case "status":
        return await this.#status(chat, texts);
      default:
        return { text: await this.#grant(chat, intention, texts) };
    }
  }

  /** Somebody blocked the bot, let it in again, put it into a group or threw it out. */
  async moved({ chat: { id }, new_chat_member }: UpdateMembership): Promise<void> {
    const { chats, logger } = this.#options;
    const chat = String(id);
    const { status } = new_chat_member;
    if (status === "kicked" || status === "left") {
      const parked = await chats.leave(chat, id < 0 ? "removed" : "blocked");
      if (parked > 0) logger.info({ chat_id: chat, messages: parked }, "a person left: what waits is parked");
    } else if (status === "member" || status === "administrator") await this.#back(chat, "message");
  }

  /** Somebody tapped a category. Resolves with what to say, and the buttons as they are then. */
  async tapped(chatId: number, data: string, texts: Texts): Promise<Required<Reply>> {
    const { chats } = this.#options;
    const chat = String(chatId);
    const inUse = await chats.categories(CATEGORIES_SHOWN);
    const tap = readTap(data, inUse, await chats.get(chat));
    if (tap !== undefined) await chats.setPreferences(chat, { categories: { [tap.category]: tap.isWanted } });
    const text = tap === undefined ? texts.categoryGone : texts.tapped(tap.category, tap.isWanted);
    return { text, keyboard: categoryKeyboard(inUse, await chats.get(chat)) };
  }

  async #start({ chat, from }: UpdateMessage, token: string | undefined, texts: Texts): Promise<Reply> {
    const { chats, recipients, addressing } = this.#options;
    const facts = chatFacts(chat, from?.language_code);
    let released = await this.#back(facts.id, "start");
    let text: string;
    if (token === undefined) text = greetingText(await chats.get(facts.id), texts, addressing);
    else {
      const answer = await recipients.redeem(token, facts);
      if (answer.kind === "linked") released += answer.released;
      text = redeemText(answer, facts.kind === "group", texts);
    }
    return { text: released > 0 ? `${text}\n${texts.released(released)}` : text };
  }

  async #status(chat: string, texts: Texts): Promise<Reply> {
    const { chats, addressing, nowMs } = this.#options;
    const [view, inUse] = await Promise.all([chats.get(chat), chats.categories(CATEGORIES_SHOWN)]);
    const text = statusText(view, texts, { addressing, nowMs: nowMs() });
    const keyboard = categoryKeyboard(inUse, view);
    return keyboard.length === 0 ? { text } : { text: `${text}\n${texts.status.categories}`, keyboard };
  }

  async #grant(chat: string, wish: Wish, texts: Texts): Promise<string> {
    const set = (preferences: Preferences) => this.#options.chats.setPreferences(chat, preferences);
    switch (wish.kind) {
      case "mute":
        await set({ mutedUntilMs: this.#options.nowMs() + wish.forMs });
        return texts.muted(durationWords(wish.forMs, texts));
      case "unmute":
        await set({ mutedUntilMs: null });
        return texts.unmuted;
      case "quiet_off":
        await set({ quiet: null });
        return texts.quietOff;
      case "quiet":
        return await this.#quiet(chat, wish, texts);
    }
  }

  async #quiet(chat: string, { fromMinute, toMinute, zone: named }: Quiet, texts: Texts): Promise<string> {
    const { chats, nowMs } = this.#options;
    const known = named ?? timeZoneNamed((await chats.get(chat)).zone ?? "");
    const zone = known ?? "UTC";
    const { offsetMinutes, untilMs } = zoneOffset(zone, nowMs());
    const hours = { fromMinute, toMinute, zone };
    await chats.setPreferences(chat, { quiet: { ...hours, offsetMinutes, offsetUntilMs: untilMs } });
    const text = texts.quiet(hoursWords(hours));
    return known === undefined ? `${text}\n${texts.quietInUtc}` : text;
  }

  async #back(chat: string, by: "message" | "start"): Promise<number> {
    const { chats, logger } = this.#options;
    const messages = await chats.back(chat, by);
    if (messages > 0) logger.info({ chat_id: chat, messages }, "a person is back: what was parked goes on");
    return messages;
  }
}

function unclearText(about: Extract<Intention, { kind: "unclear" }>["about"], texts: Texts): string {
  return { mute: texts.muteUnclear, quiet: texts.quietUnclear, zone: texts.zoneUnknown }[about];
}
