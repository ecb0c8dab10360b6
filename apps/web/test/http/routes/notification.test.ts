import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { ask, publish, startWeb } from "../../running-web.ts";
import { SENT, type StandInBot, startStandInBot } from "../../stand-in-bot.ts";

let redis: RedisProcess;
let web: WebService;
let bot: StandInBot;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url, {}, { maxWatchers: 3 });
  bot = await startStandInBot(redis);
});
afterAll(async () => {
  bot.stop();
  await web.stop();
  await redis.stop();
});

let users = 100;

async function publishAs(id: string): Promise<void> {
  users += 1;
  const answer = await publish(web.port, { user_id: users, message: `about ${id}`, id });
  expect(answer.status).toBe(202);
}

function read(id: string, query = "") {
  return ask(web.port, { path: `/notifications/${id}${query}` });
}

async function watchers(): Promise<number> {
  const text = (await ask(web.port, { path: "/metrics" })).text;
  return Number(/bellwire_notification_watchers\{service="web"\} (\d+)/.exec(text)?.[1]);
}

describe("GET /notifications/{id}", () => {
  it("tells what became of it", async () => {
    await publishAs("told");
    expect((await read("told")).json()).toMatchObject({
      id: "told",
      state: "accepted",
      revision: 1,
      via: "channel",
    });
    await bot.deliver("told", SENT);
    const answer = await read("told");
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.json()).toMatchObject({
      user_id: users,
      message: "about told",
      state: "sent",
      message_id: 77,
      message_ids: [77],
      parts_sent: 1,
      timeline: [expect.objectContaining({ what: "sent", attempt: 1, message_id: 77 })],
    });
  });

  it("knows nothing of what was never accepted, or cannot be an id", async () => {
    for (const path of [
      "/notifications/nobody",
      "/notifications/a%20b",
      `/notifications/${"x".repeat(129)}`,
    ]) {
      const answer = await ask(web.port, { path: `${path}?wait=30` });
      expect([answer.status, answer.json()]).toMatchObject([404, { code: "not_found" }]);
    }
  });

  it("waits for the end, and answers as soon as it is there", async () => {
    await publishAs("waited");
    const answers = [read("waited", "?wait=30"), read("waited", "?wait=30")];
    await waitFor(async () => (await watchers()) === 2);
    await bot.deliver("waited", SENT);
    for (const answer of await Promise.all(answers)) expect(answer.json()).toMatchObject({ state: "sent" });
    expect((await read("waited", "?wait=30")).json()).toMatchObject({ state: "sent" });
    expect(await watchers()).toBe(0);
  });

  it("answers at any change after the revision that is known", async () => {
    await publishAs("changed");
    const change = read("changed", "?wait=30&after=1");
    await waitFor(async () => (await watchers()) === 1);
    await bot.admit();
    const { state, revision } = (await change).json() as { state: string; revision: number };
    expect([state, revision > 1]).toEqual(["queued", true]);
    expect((await read("changed", `?wait=30&after=${revision - 1}`)).json()).toMatchObject({ revision });
    await bot.deliver("changed", SENT);
  });

  it("hears of each part of a message that was split", async () => {
    await publishAs("parts");
    const taken = await bot.begin("parts");
    const before = (await read("parts")).json() as { revision: number };
    const part = read("parts", `?wait=30&after=${before.revision}`);
    await waitFor(async () => (await watchers()) === 1);
    await bot.end(taken, { kind: "sent", messageId: 78, parts: 2 });
    expect((await part).json()).toMatchObject({ parts: 2, parts_sent: 1, message_ids: [78] });
    await bot.deliver("parts", { kind: "sent", messageId: 79, parts: 2 });
    expect((await read("parts")).json()).toMatchObject({
      state: "sent",
      message_id: 78,
      message_ids: [78, 79],
    });
  });

  it("answers with what is so when the wait is over", async () => {
    await publishAs("patient");
    expect((await read("patient", "?wait=1")).json()).toMatchObject({ state: "accepted" });
    await bot.deliver("patient", SENT);
  });

  it("frees everything of a client that left, and refuses more than may wait", async () => {
    await publishAs("crowded");
    const leaving = new AbortController();
    const url = `http://127.0.0.1:${web.port}/notifications/crowded?wait=60`;
    const waiting = Array.from({ length: 3 }, () => fetch(url, { signal: leaving.signal }));
    await waitFor(async () => (await watchers()) === 3);
    const refused = await read("crowded", "?wait=60");
    expect([refused.status, refused.json()]).toMatchObject([503, { code: "too_many_waiting" }]);
    expect((await read("crowded")).status).toBe(200);
    leaving.abort();
    await Promise.allSettled(waiting);
    await waitFor(async () => (await watchers()) === 0);
    await bot.deliver("crowded", SENT);
  });

  it.each(["?wait=61", "?wait=-1", "?wait=soon", "?wait=1.5", "?wait=1&wait=2", "?after=x", "?timeout=1"])(
    "refuses %s",
    async (query) => {
      const answer = await read("any", query);
      expect([answer.status, answer.json()]).toMatchObject([400, { code: "invalid_query" }]);
    },
  );

  it("lets those who wait go at a stop, with what is so", async () => {
    const other = await startWeb(redis.url, { GRACE_MS: "300000" });
    await publishAs("stopped");
    const answer = ask(other.port, { path: "/notifications/stopped?wait=60" });
    await waitFor(async () =>
      (await ask(other.port, { path: "/metrics" })).text.includes('watchers{service="web"} 1'),
    );
    await other.stop();
    expect((await answer).json()).toMatchObject({ state: "accepted" });
    await bot.deliver("stopped", SENT);
  });
});
