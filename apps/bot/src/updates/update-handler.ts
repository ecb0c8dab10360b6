import type { Counter } from "@bellwire/runtime";
import { readIntention } from "../chat/intention.ts";
import { textsFor } from "../chat/texts.ts";
import type { BotIdentity } from "../telegram/telegram-client.ts";
import type { Update, UpdateMessage, UpdateTap } from "../telegram/update.ts";
import { AnswerLines } from "./answer-lines.ts";
import { Answerer, type AnswererOptions } from "./answerer.ts";
import { Conversation, type ConversationOptions } from "./conversation.ts";
import { Patience, type PatienceOptions } from "./patience.ts";

export type UpdateHandlerOptions = Omit<
  AnswererOptions & ConversationOptions & PatienceOptions,
  "patienceMs"
> & {
  /** Updates by kind. */
  updates: Counter;
  patienceMs?: number;
};

/** So long it is waited for Redis to do what a person wants, and for a place among the sends. */
const PATIENCE_MS = 5000;

/** Does what one update asks for, and answers. */
export class UpdateHandler {
  readonly #updates: Counter;
  readonly #conversation: Conversation;
  readonly #patience: Patience;
  readonly #answerer: Answerer;
  readonly #lines = new AnswerLines();

  constructor({ patienceMs = PATIENCE_MS, updates, ...options }: UpdateHandlerOptions) {
    this.#updates = updates;
    this.#conversation = new Conversation(options);
    this.#patience = new Patience({ ...options, patienceMs });
    this.#answerer = new Answerer({ ...options, patienceMs });
  }

  /**
   * Handles `update`; `hurry` ends every wait. Resolves with whether it was handled: where it was not, it must come
   * again, to this bot or to the next one that listens. Its answer follows by itself, and an update whose answer cannot
   * be sent counts as handled: it must not come for ever.
   */
  async handle(update: Update, bot: BotIdentity, hurry: AbortSignal): Promise<boolean> {
    const { update_id, message, my_chat_member: membership, callback_query: tap } = update;
    if (message !== undefined) return await this.#message(message, update_id, bot, hurry);
    if (tap !== undefined) return await this.#tap(tap, hurry);
    this.#updates.add({ kind: membership === undefined ? "other" : "membership" });
    if (membership === undefined) return true;
    const asked = await this.#patience.ask(() => this.#conversation.moved(membership), hurry);
    return asked.kind !== "again";
  }

  /** Resolves when every answer that is due was given, or left out. */
  async answered(): Promise<void> {
    await this.#lines.ended();
  }

  async #message(
    message: UpdateMessage,
    updateId: number,
    bot: BotIdentity,
    hurry: AbortSignal,
  ): Promise<boolean> {
    const chatId = message.chat.id;
    const intention = readIntention(message.text, bot.username);
    // What waits for whoever starts goes out as soon as they have: the greeting takes its place before, if there is one.
    const isPlaced = intention.kind === "start" && (await this.#answerer.takesPlace(chatId));
    const asked = await this.#patience.ask(
      () => this.#conversation.take(message, intention, updateId),
      hurry,
    );
    if (asked.kind === "again") return false;
    const isCommand = intention.kind !== "said" && intention.kind !== "none";
    this.#updates.add({ kind: isCommand ? "command" : "other" });
    const trouble = isCommand ? { text: textsFor(message.from?.language_code).trouble } : undefined;
    const reply = asked.kind === "done" ? asked.value : trouble;
    if (reply !== undefined)
      this.#inLine(chatId, async () => {
        if (isPlaced || (await this.#answerer.hasPlace(chatId, hurry)))
          await this.#answerer.reply(chatId, reply, hurry);
      });
    return true;
  }

  async #tap({ id, from, message, data }: UpdateTap, hurry: AbortSignal): Promise<boolean> {
    // Telegram tells of a tap without its message where that is very old.
    if (message === undefined || data === undefined) return true;
    const chatId = message.chat.id;
    const texts = textsFor(from?.language_code);
    const asked = await this.#patience.ask(() => this.#conversation.tapped(chatId, data, texts), hurry);
    if (asked.kind === "again") return false;
    this.#updates.add({ kind: "tap" });
    const text = asked.kind === "done" ? asked.value.text : texts.trouble;
    const keyboard = asked.kind === "done" ? asked.value.keyboard : undefined;
    this.#inLine(chatId, async () => {
      await this.#answerer.acknowledge(chatId, id, text, hurry);
      if (keyboard && (await this.#answerer.hasPlace(chatId, hurry)))
        await this.#answerer.redraw(chatId, message.message_id, keyboard, hurry);
    });
    return true;
  }

  #inLine(chatId: number, answer: () => Promise<void>): void {
    if (!this.#lines.add(chatId, answer)) this.#answerer.leftOut(chatId);
  }
}
