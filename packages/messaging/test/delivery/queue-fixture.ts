import type { Redis } from "ioredis";
import { Acceptance } from "../../src/delivery/acceptance.ts";
import { DeliveryDesk } from "../../src/delivery/delivery-desk.ts";
import { DeliveryIntake, type IntakeItem } from "../../src/delivery/delivery-intake.ts";
import { DeliveryWorker, type DeliveryWorkerOptions } from "../../src/delivery/delivery-worker.ts";
import type { Draft } from "../../src/delivery/model.ts";
import type { Settlement, Taken } from "../../src/delivery/taken.ts";
import { deliveryKeys } from "../../src/keys.ts";
import { Chats } from "../../src/recipients/chats.ts";
import type { RedisLink } from "../../src/redis-link.ts";

export type Server = { link: RedisLink; client: Redis; prefix: string };

/** A delivery queue of its own on a server, with one intake and as many workers as asked for. */
export type Queue = ReturnType<typeof openQueue>;

const RETENTION = { maxAgeMs: 3_600_000, maxRecords: 1000 };
const NO_LIMITS = { perSecond: 0, laneIntervalMs: 0, groupPerMinute: 0 };

let queues = 0;

export function openQueue(
  { link, client, prefix: base }: Server,
  { maxWaiting = 1000, retention = RETENTION } = {},
) {
  queues += 1;
  const prefix = `${base}${queues}`;
  const keys = deliveryKeys(prefix);
  const common = { redis: link, prefix };
  let made = 0;
  const queue = {
    prefix,
    keys,
    client,
    link,
    acceptance: new Acceptance({ ...common, channel: `${prefix}:channel`, maxWaiting }),
    desk: new DeliveryDesk(common),
    chats: new Chats(common),
    intake: new DeliveryIntake({ ...common, owner: "intake", maxWaiting, retention }),
    worker(owner = "worker", options: Partial<DeliveryWorkerOptions> = {}) {
      const defaults = { leaseMs: 30_000, maxAttempts: 3, limits: NO_LIMITS, retention };
      return new DeliveryWorker({ ...common, owner, ...defaults, ...options });
    },
    /** Gives the intake lease to `owner`. */
    lease: async (owner = "intake") => void (await client.set(keys.lease, owner)),
    draft(lane: string, more: Partial<Draft> = {}): Draft {
      made += 1;
      const id = more.id ?? `m${made}`;
      return { id, lane, body: `body of ${id}`, fingerprint: `print of ${id}`, priority: "normal", ...more };
    },
    /** Admits drafts as the channel does. */
    async admit(...drafts: Draft[]) {
      await queue.lease();
      const items: IntakeItem[] = drafts.map((draft) => ({ copy: undefined, draft, generated: false }));
      return await queue.intake.admit("channel", items);
    },
    /** Nobody can be reached in an idle lane, for whatever reason. */
    async isAway(lane: string, reason: string) {
      await client.hset(keys.standing, lane, "----!");
      await client.hset(keys.laneState + lane, "unreachable", reason);
    },
    state: async (id: string) => (await queue.desk.read(id))?.state,
    /** Every event so far, as `id state`. */
    async events() {
      const entries = await client.xrange(keys.events, "-", "+");
      return entries.map(([, fields]) => `${fields[1]} ${fields[5]}`);
    },
  };
  return queue;
}

/** Takes what there is, one after the other, notes the attempts, and settles each with what `settle` says. */
export async function work(
  worker: DeliveryWorker,
  settle: (taken: Taken) => Settlement = sent,
  most = 100,
): Promise<string[]> {
  const ids: string[] = [];
  while (ids.length < most) {
    const { messages } = await worker.take(Math.min(10, most - ids.length));
    if (messages.length === 0) break;
    await worker.attempt(messages.map(({ id, token }) => ({ id, token, parts: 1 })));
    ids.push(...messages.map(({ id }) => id));
    await worker.settle(messages.map(settle));
  }
  return ids;
}

export function sent({ id, token }: Taken): Settlement {
  return { id, token, kind: "sent", messageId: 7, parts: 1 };
}

export function retry(more: Partial<Extract<Settlement, { kind: "retry" }>> = {}) {
  return ({ id, token }: Taken): Settlement => ({
    id,
    token,
    kind: "retry",
    reason: "server_error",
    delayMs: 0,
    counted: true,
    unknown: true,
    ...more,
  });
}
