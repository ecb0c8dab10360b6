import { type RedisProcess, startProxy, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { ask, BOT_AND_BRIDGE, publish, startWeb } from "../../running-web.ts";
import { SENT, type StandInBot, startStandInBot } from "../../stand-in-bot.ts";

const NOTE = { user_id: 42, message: "hi" };
let redis: RedisProcess;
let web: WebService;
let bot: StandInBot;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url);
  bot = await startStandInBot(redis);
});
afterAll(async () => {
  bot.stop();
  await web.stop();
  await redis.stop();
});

describe("the id of a notification", () => {
  it("is taken from the body or the header, and names the record", async () => {
    for (const [body, headers] of [
      [{ ...NOTE, id: "order-1:a" }, {}],
      [NOTE, { "Idempotency-Key": "order-1:b" }],
      [{ ...NOTE, id: "order-1:c" }, { "Idempotency-Key": "order-1:c" }],
    ] as const) {
      const answer = await publish(web.port, body, headers);
      const id = "id" in body ? body.id : headers["Idempotency-Key"];
      expect([answer.status, answer.headers.location]).toEqual([202, `/notifications/${id}`]);
      expect((await ask(web.port, { path: `/notifications/${id}` })).json()).toMatchObject({
        id,
        message: "hi",
      });
    }
  });

  it("makes a repeated request the same one, with its present state", async () => {
    const body = { user_id: 43, message: "once", id: "once", priority: "urgent" };
    const first = await publish(web.port, body);
    expect(first.json()).toEqual({
      id: "once",
      via: "channel",
      state: "accepted",
      receivers: BOT_AND_BRIDGE,
    });
    await bot.deliver("once", SENT);
    const again = await publish(web.port, { ...body, silent: false });
    expect(again.status).toBe(202);
    expect(again.json()).toEqual({ id: "once", via: "channel", state: "sent" });
    const fifty = await Promise.all(
      Array.from({ length: 50 }, () => publish(web.port, { ...NOTE, id: "fifty" })),
    );
    expect(fifty.map(({ status }) => status)).toEqual(Array.from({ length: 50 }, () => 202));
    expect(fifty.filter((answer) => "receivers" in (answer.json() as object)).length).toBe(1);
  });

  it("refuses another notification under the same id, and changes nothing", async () => {
    await publish(web.port, { ...NOTE, id: "taken" });
    const answer = await publish(web.port, { ...NOTE, message: "other", id: "taken" });
    expect(answer.status).toBe(422);
    expect(answer.json()).toMatchObject({ code: "idempotency_mismatch" });
    expect((await ask(web.port, { path: "/notifications/taken" })).json()).toMatchObject({
      message: "hi",
      revision: 1,
    });
  });

  it("lets an outage be repeated safely", async () => {
    const proxy = await startProxy({ port: redis.port });
    const cut = await startWeb(proxy.url());
    proxy.dropReplies(({ reply }) => reply.includes("accepted"));
    const lost = await publish(cut.port, { ...NOTE, message: "lost reply" });
    expect([lost.status, lost.headers["retry-after"]]).toEqual([503, "1"]);
    const { code, id, detail } = lost.json() as Record<string, string>;
    expect(code).toBe("redis_unavailable");
    expect(detail).toContain("Repeat the request with this id");
    const again = await waitFor(async () => {
      const answer = await publish(cut.port, { ...NOTE, message: "lost reply", id });
      return answer.status === 202 && answer;
    });
    expect(again.json()).toEqual({ id, via: "channel", state: "accepted" });
    await cut.stop();
    await proxy.close();
  });
});

describe("the door", () => {
  it.each(["queue", "stream"])("%s keeps it until a bot comes", async (via) => {
    const other = await startWeb(redis.url, { REDIS_PREFIX: via });
    const answer = await publish(other.port, { ...NOTE, via, id: "kept" });
    expect(answer.json()).toEqual({ id: "kept", via, state: "accepted" });
    const client = redis.client();
    const body = '{"id":"kept","user_id":42,"message":"hi"}';
    if (via === "queue") expect(await client.lrange("queue:queue", 0, -1)).toEqual([body]);
    else
      expect((await client.xrange("stream:stream", "-", "+")).map(([, fields]) => fields)).toEqual([
        ["payload", body],
      ]);
    client.disconnect();
    await other.stop();
  });

  it("says that too many wait in all", async () => {
    const small = await startWeb(redis.url, { REDIS_PREFIX: "small", MAX_QUEUED: "10" });
    const via = "queue";
    for (let user = 1; user <= 10; user++)
      expect((await publish(small.port, { ...NOTE, user_id: user, via })).status).toBe(202);
    const full = await publish(small.port, { ...NOTE, user_id: 11, via });
    expect(full.status).toBe(429);
    expect(full.json()).toMatchObject({ code: "queue_full", detail: expect.stringContaining("MAX_QUEUED") });
    expect(Number(full.headers["retry-after"])).toBeGreaterThan(0);
    await small.stop();
  });

  it("says that too many wait for one chat, and takes those of others", async () => {
    const small = await startWeb(redis.url, { REDIS_PREFIX: "lane", MAX_QUEUED: "20" });
    const admitting = await startStandInBot(redis, "lane");
    for (const id of ["1", "2"]) {
      expect((await publish(small.port, { ...NOTE, id })).status).toBe(202);
      await admitting.admit();
    }
    const full = await publish(small.port, NOTE);
    expect(full.status).toBe(429);
    expect(full.json()).toMatchObject({ code: "queue_full", detail: expect.stringContaining("this chat") });
    expect((await publish(small.port, { ...NOTE, user_id: 43 })).status).toBe(202);
    admitting.stop();
    await small.stop();
  });

  it("takes a schedule, a time to live and what else the queue has to know", async () => {
    const options = {
      send_at: "2030-01-01T00:00:00Z".replace("2030", String(new Date().getUTCFullYear() + 1)),
      ttl_seconds: 60,
      priority: "bulk",
      replace_key: "k",
      on_unknown: "hold",
      format: "html",
      buttons: [[{ text: "Open", url: "https://example.org/" }]],
    };
    const answer = await publish(web.port, { user_id: 44, message: "later", id: "later", ...options });
    expect(answer.status).toBe(202);
    await bot.admit();
    const view = (await ask(web.port, { path: "/notifications/later" })).json();
    expect(view).toMatchObject({ ...options, state: "scheduled" });
    const dueMs = Date.parse(options.send_at);
    expect(view).toMatchObject({ expires_at: new Date(dueMs + 60_000).toISOString() });
  });
});
