import { type DeliveryKeys, deliveryKeys, redisKeys } from "../keys.ts";
import type { RedisLink } from "../redis-link.ts";
import { type AcceptReply, acceptScript } from "../scripts/delivery/accept.ts";
import { runDeliveryScript } from "../scripts/delivery/delivery-script.ts";
import { pushDraft } from "./draft-arguments.ts";
import type { DeliveryState, Door, Draft } from "./model.ts";

/** `body` is also what is put on the door, for whoever reads there. */
export type AcceptDraft = Draft & { door: Door };

/**
 * - `accepted`: record, event and door copy are written; `receivers` is what PUBLISH answered; `unlinked`: its recipient
 *   has no chat, so it will be parked
 * - `known`: there is a record of this id and the same fingerprint; nothing was changed
 * - `mismatch`: there is a record of this id with another fingerprint
 * - `no_listener`: no bot is subscribed, and the door was the channel
 * - `full`: too many wait, in all or in this lane
 */
export type AcceptAnswer =
  | { kind: "accepted"; state: DeliveryState; receivers: number; unlinked?: true }
  | { kind: "known"; state: DeliveryState; door: Door }
  | { kind: "mismatch" }
  | { kind: "no_listener" }
  | { kind: "full"; of: "all" | "lane" };

export type AcceptanceOptions = {
  redis: RedisLink;
  prefix: string;
  /** The channel door. */
  channel: string;
  /** So many may wait, from acceptance to their end. A lane may hold a tenth of them. */
  maxWaiting: number;
};

/** Takes requests over: from then on there is a record that says what became of each. */
export class Acceptance {
  readonly #redis: RedisLink;
  readonly #keys: DeliveryKeys;
  readonly #head: readonly (string | number)[];

  constructor({ redis, prefix, channel, maxWaiting }: AcceptanceOptions) {
    this.#redis = redis;
    this.#keys = deliveryKeys(prefix);
    this.#head = [redisKeys(prefix).botsChannel, channel, maxWaiting];
  }

  /**
   * Accepts `drafts` in order, in one step; the answers are in the same order. May be repeated: what was accepted the
   * first time is `known` the second. Throws RedisUnavailableError; after trouble `timeout` or `disconnected` they may
   * have been accepted.
   */
  async accept(drafts: readonly AcceptDraft[]): Promise<AcceptAnswer[]> {
    const given: (string | Buffer)[] = [];
    for (const draft of drafts) {
      pushDraft(given, draft);
      given.push(draft.door);
    }
    const answers = await runDeliveryScript(this.#redis, this.#keys, acceptScript, [...this.#head, ...given]);
    return answers.map(toAnswer);
  }
}

function toAnswer([what, state, door, receivers, unlinked]: AcceptReply): AcceptAnswer {
  switch (what) {
    case "accepted": {
      const answer = { kind: "accepted", state: state as DeliveryState, receivers } as const;
      return unlinked === 1 ? { ...answer, unlinked: true } : answer;
    }
    case "known":
      return { kind: "known", state: state as DeliveryState, door: door as Door };
    case "mismatch":
      return { kind: "mismatch" };
    case "no_listener":
      return { kind: "no_listener" };
    default:
      return { kind: "full", of: what === "full_lane" ? "lane" : "all" };
  }
}
