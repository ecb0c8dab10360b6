import { setDefaultAutoSelectFamilyAttemptTimeout } from "node:net";
import type { Telegram } from "telegraf";
import { z } from "zod";
import type { Keyboard } from "../chat/categories.ts";
import type { OutgoingMessage } from "../delivery/message-parts.ts";
import type { CallResult } from "../delivery/outcome.ts";
import { toCallResult } from "./call-failure.ts";
import { PooledTelegram } from "./pooled-telegram.ts";
import { UPDATE_KINDS, type Update, update } from "./update.ts";

export type TelegramClientOptions = {
  token: string;
  /** Ends with a slash. */
  apiRoot: string;
  /** One call; below Telegram's own patience of 100 s, and so long that a slow answer is not taken for none. */
  timeoutMs: number;
};

export type BotIdentity = { id: number; username: string };

const sentMessage = z
  .object({ message_id: z.number().int() })
  .transform((message) => ({ messageId: message.message_id }));
const identity = z.object({ id: z.number().int(), username: z.string() });
const webhookUrl = z.object({ url: z.string() }).transform(({ url }) => url);
/** Answers that say nothing we need. */
const anything = z.unknown().transform(() => undefined);

/**
 * Node gives each address of a host 250 ms to connect, which is too little for a far or IPv6-broken link: connects to
 * Telegram then die without a message.
 */
setDefaultAutoSelectFamilyAttemptTimeout(2500);

/**
 * Telegram's Bot API, with bounded waits and failures as values. The only place that knows the library. Nothing it
 * returns holds the token or a text that was sent.
 */
export class TelegramClient {
  readonly #telegram: Telegram;
  readonly #timeoutMs: number;
  /** Their calls were answered, so they serve the next ones: a new one costs more than all else that is done here. */
  readonly #spare: AbortController[] = [];

  constructor({ token, apiRoot, timeoutMs }: TelegramClientOptions) {
    this.#telegram = new PooledTelegram({ token, apiRoot });
    this.#timeoutMs = timeoutMs;
  }

  /** Sends one message. Not to be repeated lightly: Telegram has no way to know the same message again. */
  async send(message: OutgoingMessage, abort?: AbortSignal): Promise<CallResult<{ messageId: number }>> {
    return await this.#call("sendMessage", message, sentMessage, abort && { abort });
  }

  /** Sends one text as it is, with buttons under it where there are some; else like `send`. */
  async sendMessage(
    chatId: number,
    text: string,
    { keyboard = [], abort }: { keyboard?: Keyboard; abort?: AbortSignal } = {},
  ): Promise<CallResult<{ messageId: number }>> {
    const markup = keyboard.length > 0 && { reply_markup: { inline_keyboard: keyboard } };
    const message = { chat_id: chatId, text, ...markup };
    return await this.#call("sendMessage", message, sentMessage, abort && { abort });
  }

  /** Puts other buttons under a message. Telegram refuses it where they are the same. May be called twice. */
  async editKeyboard(
    chatId: number,
    messageId: number,
    keyboard: Keyboard,
    abort?: AbortSignal,
  ): Promise<CallResult<undefined>> {
    const edit = { chat_id: chatId, message_id: messageId, reply_markup: { inline_keyboard: keyboard } };
    return await this.#call("editMessageReplyMarkup", edit, anything, abort && { abort });
  }

  /** Ends the wait of whoever tapped, and shows `text` for a moment. Telegram takes it for some seconds only. */
  async answerTap(tapId: string, text: string, abort?: AbortSignal): Promise<CallResult<undefined>> {
    const answer = { callback_query_id: tapId, text };
    return await this.#call("answerCallbackQuery", answer, anything, abort && { abort });
  }

  /** Replaces the commands that Telegram lists to people of a language; without one to all the others. May be called twice. */
  async setCommands(
    commands: readonly { command: string; description: string }[],
    language?: string,
    abort?: AbortSignal,
  ): Promise<CallResult<undefined>> {
    const list = { commands, ...(language !== undefined && { language_code: language }) };
    return await this.#call("setMyCommands", list, anything, abort && { abort });
  }

  async getMe(): Promise<CallResult<BotIdentity>> {
    return await this.#call("getMe", {}, identity);
  }

  /** The address that Telegram delivers updates to, or an empty string: only then they can be polled. */
  async getWebhookUrl(abort?: AbortSignal): Promise<CallResult<string>> {
    return await this.#call("getWebhookInfo", {}, webhookUrl, abort && { abort });
  }

  /**
   * Waits at most `waitSeconds` for updates from number `offset` on; asking for it confirms all before it. `abort`
   * ends the wait at once.
   */
  async getUpdates(offset: number, waitSeconds: number, abort: AbortSignal): Promise<CallResult<Update[]>> {
    const payload = { offset, timeout: waitSeconds, limit: 100, allowed_updates: UPDATE_KINDS };
    return await this.#call("getUpdates", payload, z.array(update), { waitMs: waitSeconds * 1000, abort });
  }

  async #call<Answer>(
    method: string,
    payload: object,
    answer: z.ZodType<Answer>,
    { waitMs = 0, abort }: { waitMs?: number; abort?: AbortSignal } = {},
  ): Promise<CallResult<Answer>> {
    const controller = this.#spare.pop() ?? new AbortController();
    const timer = setTimeout(() => controller.abort("timeout"), this.#timeoutMs + waitMs);
    const onAbort = () => controller.abort("aborted");
    abort?.addEventListener("abort", onAbort);
    if (abort?.aborted) onAbort();
    try {
      const parsed = answer.safeParse(await this.#request(method, payload, controller.signal));
      if (!controller.signal.aborted) this.#spare.push(controller);
      if (parsed.success) return { kind: "answered", answer: parsed.data };
      return { kind: "failed", sent: "unknown", reason: "unreadable_answer" };
    } catch (error) {
      if (!controller.signal.aborted) return toCallResult(error);
      const reason = controller.signal.reason === "timeout" ? "timeout" : "aborted";
      return { kind: "failed", sent: "unknown", reason };
    } finally {
      clearTimeout(timer);
      abort?.removeEventListener("abort", onAbort);
    }
  }

  /** The library's types know the signal of a package, not Node's own, which works as well; the casts end here. */
  #request(method: string, payload: object, signal: AbortSignal): Promise<unknown> {
    const options = { signal } as unknown as Parameters<Telegram["callApi"]>[2];
    return this.#telegram.callApi(method as "getMe", payload as Record<string, never>, options);
  }
}
