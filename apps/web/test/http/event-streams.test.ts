import { redisKeys } from "@bellwire/messaging";
import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../src/service.ts";
import { openEvents } from "../event-client.ts";
import { ask, publish, startWeb } from "../running-web.ts";
import { SENT, type StandInBot, startStandInBot } from "../stand-in-bot.ts";

const EVENTS = redisKeys("notification").events;
const EVENT = ["id", "a", "user_id", "1", "state", "failed", "at_ms", "1", "revision", "1"];
const LONG_EVENT = [...EVENT, "reason", "x".repeat(10_000)];
let redis: RedisProcess;
let web: WebService;
let bot: StandInBot;
let users = 0;
let closes: (() => void)[] = [];

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url, {}, { eventStreams: { maxReaders: 3, heartbeatMs: 30, stalledMs: 200 } });
  bot = await startStandInBot(redis);
});
afterEach(async () => {
  for (const close of closes) close();
  closes = [];
  await waitFor(async () => (await readers()) === 0);
});
afterAll(async () => {
  bot.stop();
  await web.stop();
  await redis.stop();
});

async function readers(): Promise<number> {
  const text = (await ask(web.port, { path: "/metrics" })).text;
  return Number(/bellwire_event_readers\{service="web"\} (\d+)/.exec(text)?.[1]);
}

async function open(...args: [path?: string, headers?: Record<string, string>]) {
  const client = await openEvents(web.port, ...args);
  closes.push(client.close);
  return client;
}

async function publishAs(...ids: string[]): Promise<void> {
  for (const id of ids) {
    users += 1;
    expect((await publish(web.port, { user_id: users, message: "hi", id })).status).toBe(202);
  }
}

describe("GET /events", () => {
  it("tells every change, with what is known of it", async () => {
    const client = await open();
    expect(client.status).toBe(200);
    expect(client.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
    expect(client.headers["cache-control"]).toBe("no-store");
    await publishAs("told");
    await bot.deliver("told", SENT);
    const states = () => client.received.map(({ data }) => (data as { state: string }).state);
    await waitFor(() => states().includes("sent"));
    expect(client.received[0]).toEqual({
      id: expect.stringMatching(/^\d+-\d+$/),
      event: "notification",
      data: {
        id: "told",
        user_id: users,
        state: "accepted",
        at: expect.stringMatching(/^20.*Z$/),
        revision: 1,
        via: "channel",
      },
    });
    expect(client.received.at(-1)).toMatchObject({ data: { state: "sent", attempt: 1, message_id: 77 } });
    expect(JSON.stringify(client.received)).not.toContain("hi");
  });

  it("tells what happens to people", async () => {
    const client = await open();
    const about = ["user_id", "customer-8731", "chat_id", "7", "at_ms", "1"];
    await redis.client().xadd(EVENTS, "*", "event", "replied", ...about, "text", "Hi!", "message_id", "5");
    await waitFor(() => client.received.length === 1);
    expect(client.received).toEqual([
      {
        id: expect.stringMatching(/^\d+-\d+$/),
        event: "recipient",
        data: {
          ...{ event: "replied", user_id: "customer-8731", chat_id: 7, text: "Hi!", message_id: 5 },
          at: "1970-01-01T00:00:00.001Z",
        },
      },
    ]);
  });

  it("resumes where a client was cut off, also one that was told nothing yet", async () => {
    const early = await open();
    await waitFor(() => early.lastId() !== "");
    early.close();
    await publishAs("one", "two");
    const byHeader = await open("/events", { "Last-Event-ID": early.lastId() });
    const byQuery = await open(`/events?last_event_id=${early.lastId()}`);
    await publishAs("three");
    for (const client of [byHeader, byQuery]) {
      await waitFor(() => client.ids().includes("three"));
      expect(client.ids()).toEqual(["one", "two", "three"]);
    }
    const later = await open("/events?last_event_id=0", { "Last-Event-ID": byHeader.received[1]?.id ?? "" });
    await waitFor(() => later.ids().length > 0);
    expect(later.ids()).toEqual(["three"]);
  });

  it("tells a gap where what was asked for had been trimmed", async () => {
    await publishAs("gone-1", "gone-2", "kept");
    const client = redis.client();
    await client.xtrim(EVENTS, "MAXLEN", 1);
    const [kept] = await client.xrange(EVENTS, "-", "+");
    const late = await open("/events?last_event_id=5-1");
    await waitFor(() => late.ids().length > 0);
    expect(late.received[0]).toEqual({ event: "gap", data: { from: "5-1", to: kept?.[0] } });
    expect(late.ids()).toEqual(["kept"]);
  });

  it.each([
    "?last_event_id=x",
    "?last_event_id=5-",
    "?last_event_id=",
    "?since=5",
    "?last_event_id=1-1&last_event_id=2-1",
  ])("refuses %s", async (query) => {
    const answer = await ask(web.port, { path: `/events${query}` });
    expect([answer.status, answer.json()]).toMatchObject([400, { code: "invalid_query" }]);
  });

  it("beats while nothing happens, and refuses more readers than may be", async () => {
    const clients = [await open(), await open(), await open()];
    const refused = await ask(web.port, { path: "/events" });
    expect([refused.status, refused.json()]).toMatchObject([503, { code: "too_many_waiting" }]);
    for (const client of clients)
      await waitFor(() => client.comments.filter((text) => text === "alive").length > 1);
  });

  it("cuts a reader that takes nothing, and holds little of it meanwhile", async () => {
    const client = redis.client();
    const stalled = await open();
    stalled.pause();
    const quick = await open();
    for (let count = 0; count < 2000; count++) await client.xadd(EVENTS, "*", ...LONG_EVENT);
    await waitFor(() => quick.ids().length === 2000);
    await waitFor(async () => (await readers()) === 1);
    const cuts = /bellwire_event_readers_cut_total\{service="web"\} 1/;
    expect((await ask(web.port, { path: "/metrics" })).text).toMatch(cuts);
    await client.del(EVENTS);
  });

  it("goes on after Redis was away", async () => {
    const client = await open();
    await redis.client().call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
    await waitFor(
      async () => (await publish(web.port, { user_id: 5, message: "hi", id: "back" })).status === 202,
    );
    await waitFor(() => client.ids().includes("back"));
  });

  it("says that Redis is away instead of waiting for it", async () => {
    const other = await startRedis();
    const alone = await startWeb(other.url);
    await other.kill();
    const answer = await ask(alone.port, { path: "/events" });
    expect([answer.status, answer.json()]).toMatchObject([503, { code: "redis_unavailable" }]);
    await alone.stop();
    await other.stop();
  });

  it("ends when the service stops", async () => {
    // A stop that waited for the slow one would outlast this test.
    const other = await startWeb(redis.url, { GRACE_MS: "300000" });
    const client = await openEvents(other.port);
    const stalled = await openEvents(other.port);
    stalled.pause();
    const appender = redis.client();
    for (let count = 0; count < 1000; count++) await appender.xadd(EVENTS, "*", ...LONG_EVENT);
    await waitFor(() => client.ids().length === 1000);
    await other.stop();
    await waitFor(() => client.ended());
    stalled.close();
  });
});
