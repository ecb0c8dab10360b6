import { type DeliveryKeys, deliveryKeys } from "../keys.ts";
import type { RedisLink } from "../redis-link.ts";
import { runDeliveryScript } from "../scripts/delivery/delivery-script.ts";
import { cancelScript, confirmScript, discardScript, resendScript } from "../scripts/delivery/desk.ts";
import { type DeliveryStats, fetchStats } from "./delivery-stats.ts";
import type { DeliveryState } from "./model.ts";
import type { DeliveryRecord } from "./record.ts";
import { fetchPage, fetchRecord, type Page, type PageQuery } from "./record-index.ts";

export type CancelAnswer =
  /** `state` is its own: where it had ended before, only `copies` of it were cancelled. */
  | { kind: "cancelled"; state: DeliveryState; partsSent: number; copies: number }
  | { kind: "in_flight" }
  | { kind: "already_ended"; state: DeliveryState }
  | { kind: "unknown" };

/** `state` is the new one after `done`, the present one after `wrong_state`. */
export type DeskAnswer = { kind: "done" | "wrong_state"; state: DeliveryState } | { kind: "unknown" };

export type ListQuery = {
  lane?: string | undefined;
  state?: DeliveryState | undefined;
  /** Further conditions. */
  matches?: ((record: DeliveryRecord) => boolean) | undefined;
  cursor?: string | undefined;
  limit: number;
};

/** One page looks at no more records than this. */
const LOOK_AT_MOST = 1000;

/** Dead letters retried in one round. */
const RETRY_BATCH = 100;

/** States that have an index of their own; the others are found by looking. */
const INDEXED = { held: "held", parked: "parked", scheduled: "scheduled", failed: "dead" } as const;

/** What became of each message, and what a person may do about it. All methods throw RedisUnavailableError only. */
export class DeliveryDesk {
  readonly #redis: RedisLink;
  readonly #keys: DeliveryKeys;

  constructor({ redis, prefix }: { redis: RedisLink; prefix: string }) {
    this.#redis = redis;
    this.#keys = deliveryKeys(prefix);
  }

  /** The record of `id`; undefined when there never was one, or it was forgotten. */
  async read(id: string): Promise<DeliveryRecord | undefined> {
    return await fetchRecord(this.#redis, this.#keys, id);
  }

  /** Cancels what is not being sent at this moment, and its copies for further chats. Cancelled twice it is `already_ended`. */
  async cancel(id: string): Promise<CancelAnswer> {
    const [what, state, partsSent, copies] = await runDeliveryScript(this.#redis, this.#keys, cancelScript, [
      id,
    ]);
    if (what === "cancelled") return { kind: "cancelled", state: state as DeliveryState, partsSent, copies };
    if (what === "already_ended") return { kind: "already_ended", state: state as DeliveryState };
    return { kind: what === "in_flight" ? "in_flight" : "unknown" };
  }

  /** Until when what waits for `chat` waits because its person wants quiet (Unix time); undefined: for no such reason. */
  async restsUntil(chat: string): Promise<number | undefined> {
    const moment = await this.#redis.run((client) => client.zscore(this.#keys.resting, chat));
    return moment !== null && Number(moment) > Date.now() ? Number(moment) : undefined;
  }

  /** Sends again what is held, failed or expired. */
  async resend(id: string): Promise<DeskAnswer> {
    return toAnswer(await runDeliveryScript(this.#redis, this.#keys, resendScript, [id, ""]));
  }

  /** Calls the attempt of a held message sent, whose outcome is unknown; its further parts go on. */
  async confirm(id: string): Promise<DeskAnswer> {
    return toAnswer(await runDeliveryScript(this.#redis, this.#keys, confirmScript, [id]));
  }

  /** Records, newest first. A page may be empty and have a cursor, because it looks at 1,000 records at most. */
  async list({ lane, state, matches, cursor, limit }: ListQuery): Promise<Page> {
    const keep = (record: DeliveryRecord) =>
      (lane === undefined || record.lane === lane) &&
      (state === undefined || record.state === state) &&
      (matches === undefined || matches(record));
    const index = this.#indexFor(lane, state);
    return await fetchPage(this.#redis, this.#keys, {
      index,
      cursor,
      limit,
      lookAtMost: LOOK_AT_MOST,
      keep,
    });
  }

  /** What was given up, the last first. */
  async deadLetters({ cursor, limit }: { cursor?: string | undefined; limit: number }): Promise<Page> {
    const index = { sortedSet: this.#keys.dead };
    const keep = () => true;
    return await fetchPage(this.#redis, this.#keys, {
      index,
      cursor,
      limit,
      lookAtMost: LOOK_AT_MOST,
      keep,
    });
  }

  /** Sends again every dead letter given up at `sinceMs` or later, in the order given up. Resolves with how many. */
  async retryDead(sinceMs: number): Promise<number> {
    // What fails again meanwhile belongs to the next call: it would be retried for ever.
    const untilMs = await this.#nowMs();
    let retried = 0;
    while (true) {
      const ids = await this.#redis.run((client) =>
        client.zrangebyscore(this.#keys.dead, sinceMs, `(${untilMs}`, "LIMIT", 0, RETRY_BATCH),
      );
      const answers = await Promise.all(
        ids.map((id) => runDeliveryScript(this.#redis, this.#keys, resendScript, [id, 1])),
      );
      const done = answers.filter(([what]) => what === "done").length;
      retried += done;
      if (ids.length < RETRY_BATCH || done === 0) return retried;
    }
  }

  /** Removes a dead letter for good. `false`: there is none of that id. */
  async discard(id: string): Promise<boolean> {
    return await runDeliveryScript(this.#redis, this.#keys, discardScript, [id]);
  }

  async stats(): Promise<DeliveryStats> {
    return await fetchStats(this.#redis, this.#keys);
  }

  #indexFor(lane: string | undefined, state: DeliveryState | undefined): PageQuery["index"] {
    if (lane !== undefined) return { byLane: this.#keys.laneIndex, lane };
    const own = INDEXED[state as keyof typeof INDEXED] as "held" | undefined;
    return { sortedSet: own === undefined ? this.#keys.index : this.#keys[own] };
  }

  async #nowMs(): Promise<number> {
    const [seconds, micros] = await this.#redis.run((client) => client.time());
    return Number(seconds) * 1000 + Math.floor(Number(micros) / 1000) + 1;
  }
}

function toAnswer([what, state]: [string, string]): DeskAnswer {
  if (what === "unknown") return { kind: "unknown" };
  return { kind: what === "done" ? "done" : "wrong_state", state: state as DeliveryState };
}
