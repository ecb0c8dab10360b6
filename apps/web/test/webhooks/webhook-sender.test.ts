import { RedisLink, RedisUnavailableError, redisKeys, WebhookDesk, WebhookQueue } from "@bellwire/messaging";
import { createLogger } from "@bellwire/runtime";
import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type CallOutcome, signedCalls } from "../../src/webhooks/webhook-call.ts";
import { WebhookSender, type WebhookSenderOptions } from "../../src/webhooks/webhook-sender.ts";
import { refusing, SECRET, startReceiver, type TestReceiver, taking } from "./receiver.ts";

const LEASE_MS = 30_000;
const logger = createLogger({ service: "test", level: "silent" });

let redis: RedisProcess;
let link: RedisLink;
let receiver: TestReceiver;
let queue: WebhookQueue;
let desk: WebhookDesk;
let prefix: string;
let senders: WebhookSender[] = [];
let installations = 0;

beforeAll(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "webhooks" });
  await link.ready(5000);
});
afterAll(async () => {
  link.close();
  await redis.stop();
});
beforeEach(async () => {
  installations += 1;
  prefix = `sender${installations}`;
  queue = new WebhookQueue({ redis: link, prefix, leaseMs: LEASE_MS });
  desk = new WebhookDesk({ redis: link, prefix });
  receiver = await startReceiver();
  await queue.collect();
});
afterEach(async () => {
  for (const sender of senders) await sender.stop();
  senders = [];
  await receiver.stop();
});

/** Tells that notifications were sent, and makes deliveries of that; their ids. */
async function tell(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const fields = { id: `n${index}`, user_id: "42", state: "sent", at_ms: "1700000000000", revision: "4" };
    const entry = await link.run((client) =>
      client.xadd(redisKeys(prefix).events, "*", ...Object.entries(fields).flat()),
    );
    ids.push(`evt_${entry}`);
  }
  await queue.collect();
  return ids;
}

function startSender(more: Partial<WebhookSenderOptions> = {}) {
  const settled: string[] = [];
  const sender = new WebhookSender({
    queue,
    call: signedCalls({ url: receiver.url, secret: SECRET }),
    leaseMs: LEASE_MS,
    drainMs: 100,
    delayMs: (attempts) => (attempts <= 10 ? 1 : undefined),
    onSettled: (kind) => settled.push(kind),
    logger,
    ...more,
  });
  sender.start();
  senders.push(sender);
  return { sender, settled };
}

const sorted = (ids: readonly string[]) => [...ids].sort();

describe("the sender", () => {
  it("calls about each once, the oldest first, a few at a time", async () => {
    const ids = await tell(50);
    const { settled } = startSender();
    await waitFor(() => settled.length === 50);
    expect(sorted(receiver.taken())).toEqual(sorted(ids));
    expect(ids.indexOf(receiver.taken()[0] ?? "")).toBeLessThan(8);
    expect(await desk.figures()).toEqual({ waiting: 0, dead: 0, delivered: 50, missed: 0 });
  });

  it("never has more than eight under way, and begins none beside them when one fails", async () => {
    const underWay: ((outcome: CallOutcome) => void)[] = [];
    let most = 0;
    const call = () => {
      most = Math.max(most, underWay.length + 1);
      return new Promise<CallOutcome>((resolve) => underWay.push(resolve));
    };
    await tell(30);
    const { settled } = startSender({ call });
    await waitFor(() => underWay.length === 8);
    underWay.shift()?.({ kind: "failed", error: "x" });
    await waitFor(() => settled.includes("retry"));
    expect(underWay).toHaveLength(7);
    await waitFor(() => {
      underWay.shift()?.({ kind: "taken", status: 200 });
      return settled.length === 31;
    });
    expect(most).toBe(8);
  });

  it("misses nothing while the receiver is down, and calls about nothing twice", async () => {
    const ids = await tell(20);
    await receiver.goDown();
    const { settled } = startSender();
    await waitFor(() => settled.length >= 3);
    expect(await desk.figures()).toMatchObject({ waiting: 20, failing: { error: "ECONNREFUSED" } });
    await receiver.comeBack();
    await waitFor(() => receiver.taken().length >= 20, { timeoutMs: 20_000 });
    await waitFor(async () => (await desk.figures()).waiting === 0);
    expect(sorted(receiver.taken())).toEqual(sorted(ids));
    expect(await desk.figures()).not.toHaveProperty("failing");
  });

  it("gives up after the last try, and says what it came to", async () => {
    receiver.answer(refusing(400));
    const [id] = await tell(1);
    const { settled } = startSender({ delayMs: (attempts) => (attempts < 3 ? 1 : undefined) });
    await waitFor(() => settled.includes("dead"));
    expect(settled).toEqual(["retry", "retry", "dead"]);
    const { items } = await desk.list({ state: "dead", limit: 10 });
    expect(items).toMatchObject([{ id, attempts: 3, status: 400, error: "answered 400" }]);
  });

  it("waits as long as the receiver asks", async () => {
    receiver.answer(refusing(429, { "retry-after": "1800" }));
    await tell(1);
    const { settled } = startSender();
    await waitFor(() => settled.length === 1);
    const { items } = await desk.list({ state: "waiting", limit: 10 });
    expect((items[0]?.nextMs ?? 0) - Date.now()).toBeGreaterThan(1_700_000);
  });

  it("gives up at once what is no event of ours", async () => {
    await link.run((client) => client.xadd(redisKeys(prefix).events, "*", "state", "sent"));
    await queue.collect();
    const { settled } = startSender();
    await waitFor(() => settled.length === 1);
    expect([settled, receiver.calls]).toEqual([["dead"], []]);
  });

  it("says what a call came to until Redis hears it", async () => {
    await tell(1);
    let refusals = 3;
    const deaf: WebhookSenderOptions["queue"] = {
      take: (count) => queue.take(count),
      settle: async (taken, settlement) => {
        if (refusals-- > 0) throw new RedisUnavailableError("disconnected", "test");
        return await queue.settle(taken, settlement);
      },
    };
    const { settled } = startSender({ queue: deaf });
    await waitFor(() => settled.length === 1);
    expect(receiver.taken()).toHaveLength(1);
  });

  it("shares the work with others, each call in one hand", async () => {
    const ids = await tell(100);
    const [one, other] = [startSender(), startSender()];
    await waitFor(() => one.settled.length + other.settled.length === 100);
    expect(sorted(receiver.taken())).toEqual(sorted(ids));
  });

  it("ends in time with a call under way, which another one makes again", async () => {
    receiver.answer(() => {});
    const [id] = await tell(1);
    const { sender, settled } = startSender({
      queue: new WebhookQueue({ redis: link, prefix, leaseMs: 500 }),
    });
    await waitFor(() => receiver.calls.length === 1);
    await sender.stop();
    await sender.stop();
    expect(settled).toEqual([]);
    receiver.answer(taking);
    startSender();
    await waitFor(() => receiver.taken().length === 1);
    expect(receiver.calls.map((called) => called.id)).toEqual([id, id]);
  });
});
