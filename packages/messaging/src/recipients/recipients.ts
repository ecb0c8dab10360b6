import { createHash, randomBytes } from "node:crypto";
import { type DeliveryKeys, deliveryKeys } from "../keys.ts";
import type { RedisLink } from "../redis-link.ts";
import { type DeliveryScript, runDeliveryScript } from "../scripts/delivery/delivery-script.ts";
import { createLinkScript, redeemScript, unlinkScript } from "../scripts/delivery/recipients-links.ts";
import { resumeScript, suspendScript } from "../scripts/delivery/recipients-reach.ts";
import { listRecipientsScript, readRecipientScript } from "../scripts/delivery/recipients-read.ts";
import type { LinkAnswer, RedeemAnswer, UnlinkAnswer } from "./answers.ts";
import type { ChatFacts, Recipient, RecipientPage } from "./model.ts";
import { readRecipient } from "./read-view.ts";

/** 43 characters of base64url; Telegram takes 64. */
const TOKEN_BYTES = 32;

/**
 * The people whom the app knows by its own user ids, and the chats that they linked. A user id is the app's, as text. Every
 * call is one step, may be repeated, and throws RedisUnavailableError only.
 */
export class Recipients {
  readonly #redis: RedisLink;
  readonly #keys: DeliveryKeys;

  constructor({ redis, prefix }: { redis: RedisLink; prefix: string }) {
    this.#redis = redis;
    this.#keys = deliveryKeys(prefix);
  }

  /**
   * A token that links one chat to the recipient, once, until it expires; with `group` only a group or channel, else only a
   * private chat. It is stored nowhere: who loses it makes another. Each call makes one. Refused while Redis is full.
   */
  async createLink(
    userId: string,
    { lifetimeMs, group = false }: { lifetimeMs: number; group?: boolean },
  ): Promise<LinkAnswer> {
    const token = randomBytes(TOKEN_BYTES).toString("base64url");
    const args = [userId, hashOf(token), lifetimeMs, group ? 1 : 0];
    const expiresAtMs = await this.#run(createLinkScript, args);
    return expiresAtMs === 0 ? { kind: "full" } : { kind: "created", token, expiresAtMs };
  }

  /** Links `chat` to the recipient whom the token is for, and sends there what was parked for want of it. */
  async redeem(token: string, { id, kind, name = "", language = "" }: ChatFacts): Promise<RedeemAnswer> {
    const args = [hashOf(token), id, kind, name, language];
    const [what, userId, released] = await this.#run(redeemScript, args);
    if (what === "linked") return { kind: what, userId, released };
    if (what === "again") return { kind: what, userId };
    return { kind: what as "used" | "unknown" | "wrong_chat" | "full" };
  }

  /**
   * Ends a link. What waits in the chat for this recipient is cancelled (`unlinked`) where the recipient has another chat,
   * else parked until there is one. What is being sent at this moment goes its way.
   */
  async unlink(userId: string, chat: string): Promise<UnlinkAnswer> {
    const [wasLinked, parked, cancelled] = await this.#run(unlinkScript, [userId, chat]);
    return wasLinked === 1 ? { kind: "unlinked", parked, cancelled } : { kind: "not_linked" };
  }

  /**
   * Sends nothing more to any chat of the recipient, those that it links later among them, until `resume`, whatever
   * people do; what waits there is parked. A chat is suspended for all that it is linked to. Resolves with how many
   * chats there are.
   */
  async suspend(userId: string): Promise<number> {
    return await this.#run(suspendScript, [userId]);
  }

  /**
   * Ends `suspend`. A person who said stop is not overruled, and a chat stays suspended while another recipient of it is.
   * Resolves with how many chats there are.
   */
  async resume(userId: string): Promise<number> {
    return await this.#run(resumeScript, [userId]);
  }

  /** undefined: no link was ever made for this user id. */
  async get(userId: string): Promise<Recipient | undefined> {
    const reply = await this.#run(readRecipientScript, [userId]);
    return reply && readRecipient(reply);
  }

  /** Up to `limit` of those whose user ids begin with `prefix` and come after `after`, in the order of their bytes. */
  async list({
    prefix = "",
    after = "",
    limit,
  }: {
    prefix?: string | undefined;
    after?: string | undefined;
    limit: number;
  }): Promise<RecipientPage> {
    // One more than asked for tells whether there is another page.
    const replies = await this.#run(listRecipientsScript, [prefix, after, limit + 1]);
    const items = replies.slice(0, limit).map(readRecipient);
    const last = items.at(-1);
    return replies.length > limit && last ? { items, cursor: last.userId } : { items };
  }

  /** How many there are. */
  async count(): Promise<number> {
    return await this.#redis.run((client) => client.zcard(this.#keys.recipients));
  }

  async #run<Reply>(script: DeliveryScript<Reply>, args: readonly (string | number)[]): Promise<Reply> {
    return await runDeliveryScript(this.#redis, this.#keys, script, args);
  }
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
