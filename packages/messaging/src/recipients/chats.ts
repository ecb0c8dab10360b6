import { type DeliveryKeys, deliveryKeys } from "../keys.ts";
import type { RedisLink } from "../redis-link.ts";
import { type DeliveryScript, runDeliveryScript } from "../scripts/delivery/delivery-script.ts";
import {
  backScript,
  leaveScript,
  moveChatScript,
  repliedScript,
} from "../scripts/delivery/recipients-reach.ts";
import { readChatScript } from "../scripts/delivery/recipients-read.ts";
import {
  REMOVED,
  setOffsetScript,
  setPreferencesScript,
  zonesDueScript,
} from "../scripts/delivery/recipients-wishes.ts";
import type { ChatView, Preferences } from "./model.ts";
import { readChat } from "./read-view.ts";

/** How somebody came back: by a message, by /start, or an operator says so. */
export type Return = "message" | "start" | "operator";

/** Of what a person wrote; Telegram's own bound of a message. */
const TEXT_MAX = 4096;

/**
 * What is known of single chats, linked or not. What happens there is told on the event stream, to each recipient of the
 * chat. Every call is one step, may be repeated, and throws RedisUnavailableError only.
 */
export class Chats {
  readonly #redis: RedisLink;
  readonly #keys: DeliveryKeys;

  constructor({ redis, prefix }: { redis: RedisLink; prefix: string }) {
    this.#redis = redis;
    this.#keys = deliveryKeys(prefix);
  }

  /** How it stands; also of a chat of which nothing is known. */
  async get(chat: string): Promise<ChatView> {
    return readChat(await this.#run(readChatScript, [chat]));
  }

  /** Changes what is given, and tells `preferences` when something did change. Holds for what waits there, too. */
  async setPreferences(
    chat: string,
    { mutedUntilMs, quiet, categories = {}, language = "" }: Preferences,
  ): Promise<void> {
    const args = [chat, wordFor(mutedUntilMs), ...quietArguments(quiet), language];
    const wanted = Object.entries(categories).flatMap(([name, isWanted]) => [name, isWanted ? 1 : 0]);
    await this.#run(setPreferencesScript, [...args, ...wanted]);
  }

  /** The person wants nothing more: what waits is parked, until `start` or an operator. Resolves with how many were. */
  async stop(chat: string): Promise<number> {
    return await this.#run(leaveScript, [chat, "stopped"]);
  }

  /** The bot was blocked or removed, for `reason`: what waits is parked. Resolves with how many were. */
  async leave(chat: string, reason: string): Promise<number> {
    return await this.#run(leaveScript, [chat, reason]);
  }

  /**
   * Somebody is there again: what is parked goes on, in order. What the person stopped a mere message does not end, and
   * what an operator suspended only the operator. Resolves with how many go on.
   */
  async back(chat: string, by: Return): Promise<number> {
    return await this.#run(backScript, [chat, by]);
  }

  /** Telegram gave the group another id: what waits, its recipients and what it wants go there. */
  async moved(chat: string, newChat: string): Promise<void> {
    await this.#run(moveChatScript, [chat, newChat]);
  }

  /** Tells what a person wrote, once per update. `false`: it was told before. */
  async replied(
    chat: string,
    { text, messageId }: { text: string; messageId: number },
    updateId: number,
  ): Promise<boolean> {
    return await this.#run(repliedScript, [chat, updateId, text.slice(0, TEXT_MAX), messageId]);
  }

  /** Up to `limit` categories of notifications, the last used first. */
  async categories(limit: number): Promise<string[]> {
    return await this.#redis.run((client) => client.zrevrange(this.#keys.categories, 0, limit - 1));
  }

  /** Up to `limit` chats with quiet hours whose zone may have another offset by now; to be told by `setOffset`. */
  async zonesDue(limit: number): Promise<{ chat: string; zone: string }[]> {
    const reply = await this.#run(zonesDueScript, [limit]);
    return reply.flatMap((chat, at) => (at % 2 === 0 ? [{ chat, zone: reply[at + 1] ?? "UTC" }] : []));
  }

  /**
   * The offset of the chat's zone from UTC, as it is until `untilMs` (Infinity: for ever). Of no effect where it is not
   * due, because the chat chose another zone meanwhile.
   */
  async setOffset(chat: string, offsetMinutes: number, untilMs: number): Promise<void> {
    await this.#run(setOffsetScript, [chat, offsetMinutes, momentText(untilMs)]);
  }

  async #run<Reply>(script: DeliveryScript<Reply>, args: readonly (string | number)[]): Promise<Reply> {
    return await runDeliveryScript(this.#redis, this.#keys, script, args);
  }
}

/** Quiet hours with their offset, their zone, and until when that holds. The zone is remembered beyond them. */
function quietArguments(quiet: Preferences["quiet"]): [string, string, string] {
  if (quiet === undefined) return ["", "", ""];
  if (quiet === null) return [REMOVED, "", "inf"];
  const { fromMinute, toMinute, zone, offsetMinutes, offsetUntilMs } = quiet;
  return [`${fromMinute}-${toMinute}:${offsetMinutes}`, zone, momentText(offsetUntilMs)];
}

function wordFor(value: number | null | undefined): string {
  if (value === undefined) return "";
  return value === null ? REMOVED : String(value);
}

function momentText(moment: number): string {
  return Number.isFinite(moment) ? String(moment) : "inf";
}
