import { ChannelSubscription, type LeaseState, Quarantine, RedisLink } from "@bellwire/messaging";
import type { Notification } from "@bellwire/schema";
import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { ChannelIntake } from "../../src/intake/channel-intake.ts";
import { QuarantineWriter } from "../../src/intake/quarantine-writer.ts";
import { recordingCounter, recordingLogger } from "../recording.ts";

let redis: RedisProcess;
let link: RedisLink;
const intakes: ChannelIntake[] = [];
let channels = 0;

beforeAll(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "intake" });
  await link.ready(5000);
});
afterEach(async () => {
  for (const intake of intakes.splice(0)) await intake.stop();
});
afterAll(async () => {
  link.close();
  await redis.stop();
});

const hangs = () => new Promise<void>(() => {});

async function setup({ deliver, drainMs = 5000 }: { deliver?: () => Promise<void>; drainMs?: number } = {}) {
  channels += 1;
  const channel = `news${channels}`;
  const bots = `bots${channels}`;
  const subscription = new ChannelSubscription({
    url: redis.url,
    name: "intake-channel",
    channels: [channel, bots],
    ownChannel: (generation) => `own:${channel}:${generation}`,
    redis: link,
    maxBufferBytes: 1_000_000,
  });
  const lease = { state: "held" as LeaseState, stop: async () => 0, noteReleased: () => {} };
  const telegram = { isSendable: true };
  const delivered: Notification[] = [];
  const [received, dropped, malformed] = [recordingCounter(), recordingCounter(), recordingCounter()];
  const { logger, lines } = recordingLogger();
  const quarantine = new Quarantine(link, `quarantine:${channel}`);
  const writer = new QuarantineWriter({ quarantine, logger, malformed, dropped });
  const intake = new ChannelIntake({
    subscription,
    channel,
    botsChannel: bots,
    botId: "me",
    lease,
    isSendable: () => telegram.isSendable,
    deliver: async (notification) => {
      delivered.push(notification);
      await deliver?.();
    },
    quarantine: writer,
    received,
    dropped,
    logger,
    drainMs,
  });
  intakes.push(intake);
  intake.start();
  await waitFor(() => subscription.status === "subscribed");
  const publish = (payload: string | Buffer) => redis.client().publish(channel, payload);
  const notify = (message: string) => publish(JSON.stringify({ user_id: 42, message }));
  const texts = () => delivered.map(({ message }) => message);
  return {
    ...{ intake, subscription, bots, lease, telegram, texts, received, dropped, malformed },
    ...{ quarantine, writer, lines, publish, notify },
  };
}

describe("ChannelIntake", () => {
  it("hands on what is valid, in order, and nothing that came on another channel", async () => {
    const { bots, texts, received, notify } = await setup();
    await redis.client().publish(bots, '{"user_id":1,"message":"not for us"}');
    for (const message of ["1", "2", "3"]) await notify(message);
    await waitFor(() => texts().length === 3);
    expect(texts()).toEqual(["1", "2", "3"]);
    expect(received.of({ door: "channel" })).toBe(3);
  });

  it("puts what is malformed into quarantine with the reason, and goes on", async () => {
    const { texts, malformed, quarantine, writer, lines, publish, notify } = await setup();
    const bad: [string, Buffer][] = [
      ["invalid_json", Buffer.from("not json: the text of a person")],
      ["invalid_json", Buffer.alloc(0)],
      ["invalid_utf8", Buffer.from([0x7b, 0xff, 0xfe])],
      ["invalid_notification", Buffer.from('{"user_id":"42","message":"hi"}')],
      ["invalid_notification", Buffer.from('{"user_id":42}')],
      ["not_supported", Buffer.from('{"user_id":42,"message":"hi","priority":"urgent"}')],
      ["lossy_number", Buffer.from('{"user_id":9007199254740993,"message":"hi"}')],
      ["too_deep", Buffer.from(`${"[".repeat(40)}${"]".repeat(40)}`)],
      ["too_large", Buffer.alloc(300_000, " ")],
    ];
    for (const [, payload] of bad) await publish(payload);
    await notify("after all that");
    await waitFor(() => texts().length === 1);
    await writer.stop();
    const { items } = await quarantine.list({ limit: 100 });
    expect(items.map(({ reason }) => reason).reverse()).toEqual(bad.map(([reason]) => reason));
    expect(items.map(({ bytes }) => bytes).reverse()).toEqual(bad.map(([, payload]) => payload.length));
    expect(items.every(({ door, detail }) => door === "channel" && detail !== "")).toBe(true);
    expect(malformed.of({ door: "channel", reason: "invalid_json" })).toBe(2);
    expect(lines.join("")).not.toContain("the text of a person");
  });

  it("leaves to another bot what that one takes in", async () => {
    const { lease, texts, received, dropped, notify } = await setup();
    lease.state = "other";
    await notify("for the other");
    await waitFor(() => dropped.of({ where: "standby" }) === 1);
    lease.state = "held";
    await notify("for this one");
    await waitFor(() => texts().length === 1);
    expect(texts()).toEqual(["for this one"]);
    expect(received.of({ door: "channel" })).toBe(1);
  });

  it("keeps what it hears while nobody is known to take in", async () => {
    const { lease, texts, subscription, notify } = await setup();
    lease.state = "unknown";
    await notify("1");
    await waitFor(() => subscription.buffered.messages === 0);
    await notify("2");
    await waitFor(() => subscription.buffered.messages === 1);
    expect(texts()).toEqual([]);
    lease.state = "held";
    await waitFor(() => texts().length === 2);
    expect(texts()).toEqual(["1", "2"]);
  });

  it("keeps what it hears while Telegram takes nothing, but sorts out what is malformed", async () => {
    const { telegram, texts, malformed, publish, notify } = await setup();
    telegram.isSendable = false;
    await publish("{");
    await notify("1");
    await waitFor(() => malformed.of({ door: "channel", reason: "invalid_json" }) === 1);
    expect(texts()).toEqual([]);
    telegram.isSendable = true;
    await waitFor(() => texts().length === 1);
  });
});

describe("ChannelIntake's stop", () => {
  it("finishes what was heard", async () => {
    const { intake, texts, dropped, notify } = await setup({
      deliver: () => new Promise((resolve) => setImmediate(resolve)),
    });
    for (let number = 0; number < 20; number++) await notify(String(number));
    await intake.stop();
    await intake.stop();
    expect(texts()).toHaveLength(20);
    expect(dropped.of({ where: "shutdown" })).toBe(0);
  });

  it("is bounded, and counts what it gave up, where the delivery is stuck", async () => {
    const { intake, subscription, texts, received, dropped, lines, notify } = await setup({
      deliver: hangs,
      drainMs: 20,
    });
    await notify("1");
    await waitFor(() => texts().length === 1);
    await notify("2");
    await waitFor(() => subscription.buffered.messages === 1);
    await intake.stop();
    expect(texts()).toEqual(["1"]);
    expect([received.of({ door: "channel" }), dropped.of({ where: "shutdown" })]).toEqual([0, 2]);
    expect(lines.join("")).toContain("could not be sent in time");
  });

  it.each(["the lease", "Telegram"])("is bounded where it waits for %s", async (what) => {
    const { intake, lease, telegram, texts, dropped, notify } = await setup({ drainMs: 20 });
    if (what === "the lease") lease.state = "unknown";
    else telegram.isSendable = false;
    await notify("1");
    await intake.stop();
    expect(texts()).toEqual([]);
    expect(dropped.of({ where: "shutdown" })).toBe(1);
  });

  it("hears nothing more once it has begun", async () => {
    const { intake, texts, notify } = await setup();
    await notify("1");
    await intake.stop();
    expect(await notify("2")).toBe(0);
    expect(texts()).toEqual(["1"]);
  });
});

describe("ChannelIntake's hand-over", () => {
  /** Gives the lease back as Redis would: the word stands between two messages of the channel. */
  async function leave(heardBy: number) {
    const made = await setup();
    made.lease.stop = async () => {
      await made.notify("before");
      await redis.client().publish(made.bots, "me");
      await made.notify("after");
      return heardBy;
    };
    await made.intake.stop();
    return made;
  }

  it("leaves what comes after its word to the successor", async () => {
    const { texts, dropped } = await leave(2);
    expect(texts()).toEqual(["before"]);
    expect(dropped.of({ where: "handed_over" })).toBe(1);
  });

  it("takes in everything where nobody follows", async () => {
    const { texts } = await leave(1);
    expect(texts()).toEqual(["before", "after"]);
  });

  it("waits for its turn after another one's word, and not before it", async () => {
    const { lease, bots, notify, texts } = await setup();
    lease.state = "other";
    lease.noteReleased = () => {
      lease.state = "unknown";
    };
    await notify("of the other");
    await redis.client().publish(bots, "another");
    await notify("ours");
    await waitFor(() => lease.state === "unknown");
    lease.state = "held";
    await waitFor(() => texts().length > 0);
    expect(texts()).toEqual(["ours"]);
  });
});
