import { apiChat, apiMessage, botUser, personOf } from "./api-objects.ts";
import { ChatBook, type ChatBounds } from "./chats.ts";
import type { Clock } from "./clock.ts";
import { commandEntities } from "./commands.ts";
import { Counters } from "./counters.ts";
import { FaultBook } from "./faults.ts";
import { defaultLimits, type RateLimits, RateModel } from "./limits.ts";
import { type Tap, TapBook } from "./taps.ts";
import type { Bot, Button, SandboxMessage } from "./types.ts";
import { UpdateQueue } from "./updates.ts";

export interface WorldOptions extends ChatBounds {
  bot: Bot;
  clock: Clock;
  updatesMax: number;
}

export type WorldEvent =
  | { kind: "message"; chat_id: number; message: SandboxMessage }
  | { kind: "edited"; chat_id: number; message: SandboxMessage }
  | { kind: "chat"; chat_id: number; blocked: boolean };

export type WorldListener = (event: WorldEvent) => void;

/** What the bot hands over; the world adds id and date. */
export type Draft = Omit<SandboxMessage, "message_id" | "date_ms" | "from">;

type Membership = "member" | "left" | "kicked";

const faultsMax = 1000;
const tapsMax = 1000;

/** Everything the sandbox knows, and the few things that can happen in it. All of it is synchronous. */
export class World {
  readonly bot: Bot;
  readonly chats: ChatBook;
  readonly updates: UpdateQueue;
  readonly faults = new FaultBook(faultsMax);
  readonly taps = new TapBook(tapsMax);
  readonly commands = new Map<string, unknown>();
  counters: Counters;
  rate: RateModel;
  /** Stored only: the sandbox calls nobody. */
  webhookUrl = "";
  readonly #clock: Clock;
  readonly #listeners = new Set<WorldListener>();
  #nextMessageId = 1;

  constructor(options: WorldOptions) {
    this.bot = options.bot;
    this.chats = new ChatBook(options);
    this.updates = new UpdateQueue(options.updatesMax);
    this.#clock = options.clock;
    this.counters = new Counters(options.clock);
    this.rate = new RateModel(defaultLimits, options.clock);
  }

  /** A new model: what was sent before no longer counts. */
  setLimits(limits: RateLimits): void {
    this.rate = new RateModel(limits, this.#clock);
  }

  botWrites(chatId: number, draft: Draft): SandboxMessage {
    const message = this.#write(chatId, "bot", draft);
    this.counters.noteSent();
    return message;
  }

  personWrites(chatId: number, text: string): SandboxMessage {
    const message = this.#write(chatId, "person", { text, ...commandEntities(text) });
    this.updates.push("message", apiMessage(this.bot, chatId, message, this.chats.language(chatId)));
    return message;
  }

  /** Gives a kept message other buttons, or none. */
  setButtons(chatId: number, former: SandboxMessage, buttons?: Button[][]): SandboxMessage {
    const message: SandboxMessage = { ...former };
    if (buttons === undefined) delete message.buttons;
    else message.buttons = buttons;
    this.chats.replace(chatId, message);
    this.#announce({ kind: "edited", chat_id: chatId, message });
    return message;
  }

  /** Blocking (or in a group: removing the bot) and the way back. Repeating it changes nothing and is not announced. */
  setBlocked(chatId: number, blocked: boolean): void {
    if (!this.chats.setBlocked(chatId, blocked)) return;
    if (blocked) this.#pushMembership(chatId, "member", "kicked");
    else this.#pushMembership(chatId, "kicked", "member");
    this.#announce({ kind: "chat", chat_id: chatId, blocked });
  }

  /** The bot is put into a group that nothing is known of yet; elsewhere it is there already. */
  join(chatId: number): void {
    if (chatId < 0 && !this.chats.isKnown(chatId)) this.#pushMembership(chatId, "left", "member");
  }

  #pushMembership(chatId: number, before: Membership, after: Membership): void {
    this.updates.push("my_chat_member", {
      chat: apiChat(chatId),
      from: personOf(chatId, this.chats.language(chatId)),
      date: Math.trunc(Date.now() / 1000),
      old_chat_member: this.#membership(before),
      new_chat_member: this.#membership(after),
    });
  }

  #membership(status: Membership): Record<string, unknown> {
    const user = botUser(this.bot);
    return status === "kicked" ? { status, user, until_date: 0 } : { status, user };
  }

  /** A tap on a button that is there; undefined when no kept message has it. */
  tap(chatId: number, messageId: number, data: string): Tap | undefined {
    const message = this.chats.message(chatId, messageId);
    if (message?.buttons?.flat().some((button) => button.callback_data === data) !== true) return undefined;
    const tap = this.taps.add(chatId, messageId, data);
    this.updates.push("callback_query", {
      id: tap.callback_query_id,
      from: personOf(chatId, this.chats.language(chatId)),
      message: apiMessage(this.bot, chatId, message),
      chat_instance: String(chatId),
      data,
    });
    return tap;
  }

  /** Forgets chats, faults, taps, waiting updates, webhook, commands and counters. Limits stay, and ids go on growing. */
  reset(): void {
    this.chats.clear();
    this.faults.clear();
    this.taps.clear();
    this.updates.clear();
    this.commands.clear();
    this.webhookUrl = "";
    this.counters = new Counters(this.#clock);
  }

  /** Listeners are called while the thing happens, before the bot has its answer. Returns the way to leave; callable twice. */
  listen(listener: WorldListener): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  #write(chatId: number, from: "bot" | "person", draft: Draft): SandboxMessage {
    const message: SandboxMessage = { message_id: this.#nextMessageId, from, ...draft, date_ms: Date.now() };
    this.#nextMessageId += 1;
    this.chats.add(chatId, message);
    if (this.#listeners.size > 0) this.#announce({ kind: "message", chat_id: chatId, message });
    return message;
  }

  #announce(event: WorldEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        // A listener's bug is its owner's to see, but no reason to fail the bot's call.
        queueMicrotask(() => {
          throw error;
        });
      }
    }
  }
}
