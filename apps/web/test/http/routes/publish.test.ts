import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { exchangeRaw } from "../../raw-exchange.ts";
import { ask, BOT_AND_BRIDGE, JSON_HEADERS, listenAsBot, publish, startWeb } from "../../running-web.ts";
import { badRequests } from "./bad-requests.ts";

let redis: RedisProcess;
let web: WebService;
let bot: Awaited<ReturnType<typeof listenAsBot>>;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url);
  bot = await listenAsBot(redis);
});
afterAll(async () => {
  await web.stop();
  await redis.stop();
});

async function expectNextArrives(): Promise<void> {
  const message = `next ${Math.random()}`;
  expect((await publish(web.port, { user_id: 42, message })).status).toBe(202);
  const wanted = { user_id: 42, message };
  await waitFor(() => bot.hears(wanted), { timeoutMs: 1000, what: "the next valid message" });
}

describe("POST /notifications", () => {
  it("publishes what was asked, and says who heard it", async () => {
    const answer = await publish(web.port, { user_id: -100123, message: "Grüße 🔔" });
    expect(answer.status).toBe(202);
    const body = answer.json() as { id: string };
    expect(body).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/),
      via: "channel",
      state: "accepted",
      receivers: BOT_AND_BRIDGE,
    });
    expect(answer.headers.location).toBe(`/notifications/${body.id}`);
    await waitFor(() => bot.heard.includes(`{"id":"${body.id}","user_id":-100123,"message":"Grüße 🔔"}`));
  });

  it("takes the channel by its name, a charset, a zipped body", async () => {
    const headers = { "content-type": "application/json; charset=UTF-8" };
    const named = await publish(web.port, { user_id: 42, message: "named", via: "channel" }, headers);
    expect(named.status).toBe(202);
    const zipped = await ask(web.port, {
      method: "POST",
      path: "/notifications",
      headers: { ...JSON_HEADERS, "content-encoding": "gzip" },
      body: gzipSync('{"user_id":42,"message":"zipped"}'),
    });
    expect(zipped.status).toBe(202);
    for (const message of ["named", "zipped"]) await waitFor(() => bot.hears({ user_id: 42, message }));
  });

  it("has forty kinds of bad requests and more to refuse", () => {
    expect(new Set(badRequests.map(({ name }) => name)).size).toBe(badRequests.length);
    expect(badRequests.length).toBeGreaterThanOrEqual(40);
  });

  it.each(badRequests)("refuses $name with $status $code, publishes nothing, and goes on", async (bad) => {
    const before = bot.heard.filter((message) => !message.includes("next")).length;
    const reply = await exchangeRaw(web.port, bad.bytes);
    const [head = "", body = ""] = reply.split("\r\n\r\n");
    expect(head.split("\r\n")[0]).toMatch(new RegExp(`^HTTP/1.1 ${bad.status} `));
    expect(head.toLowerCase()).toContain("content-type: application/problem+json");
    const problem = JSON.parse(body) as Record<string, unknown>;
    expect(problem).toMatchObject({ status: bad.status, code: bad.code, type: `/docs#${bad.code}` });
    expect(problem.detail).toBeTypeOf("string");
    expect(body).not.toMatch(/bad request.*"|node_modules|at \w+ \(/);
    await expectNextArrives();
    expect(bot.heard.filter((message) => !message.includes("next")).length).toBe(before);
  });

  it("publishes nothing when the client leaves in the middle of the body", async () => {
    const before = bot.heard.length;
    const socket = connect(web.port, "127.0.0.1");
    socket.on("error", () => {});
    const body = '{"user_id":42,"message":"left"}';
    socket.write(`POST /notifications HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`);
    socket.write(`Content-Length: ${body.length}\r\n\r\n${body.slice(0, -1)}`, () =>
      socket.resetAndDestroy(),
    );
    await waitFor(async () =>
      /route="\/notifications",method="POST",status="aborted"/.test(
        (await ask(web.port, { path: "/metrics" })).text,
      ),
    );
    await expectNextArrives();
    expect(bot.heard.length).toBe(before + 1);
  });

  it.each(["customer-8731", "42"])(
    "says that the user %j has to be linked first, and until when",
    async (user_id) => {
      const begunMs = Date.now();
      const answer = await publish(web.port, { user_id, message: "x" });
      expect([answer.status, answer.json()]).toMatchObject([
        202,
        { state: "accepted", parked: { reason: "unlinked", until: expect.stringMatching(/Z$/) } },
      ]);
      const { parked } = answer.json() as { parked: { until: string } };
      expect((Date.parse(parked.until) - begunMs) / 86_400_000).toBeCloseTo(7, 1);
      const short = (await publish(web.port, { user_id, message: "x", ttl_seconds: 60 })).json();
      expect(Date.parse((short as typeof answer & { parked: { until: string } }).parked.until)).toBeLessThan(
        begunMs + 3_600_000,
      );
    },
  );

  it("takes an integer for the chat, unless ADDRESSING=linked", async () => {
    expect((await publish(web.port, { user_id: 42, message: "x" })).json()).not.toHaveProperty("parked");
    const linked = await startWeb(redis.url, { ADDRESSING: "linked" });
    expect((await publish(linked.port, { user_id: 42, message: "x" })).json()).toMatchObject({
      parked: { reason: "unlinked" },
    });
    await linked.stop();
  });

  it("sends nothing when no bot listens, even if somebody else does", async () => {
    const other = await startWeb(redis.url, { REDIS_PREFIX: "lonely" });
    const before = bot.heard.length;
    const answer = await publish(other.port, { user_id: 42, message: "nobody" });
    await other.stop();
    expect(answer.status).toBe(503);
    expect(answer.json()).toMatchObject({
      code: "no_subscriber",
      detail: expect.stringContaining("Start one"),
    });
    expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
    await expectNextArrives();
    expect(bot.heard.length).toBe(before + 1);
  });

  it("says that a full Redis sent nothing", async () => {
    const client = redis.client();
    await client.config("SET", "maxmemory", "1");
    const answer = await publish(web.port, { user_id: 42, message: "full" });
    await client.config("SET", "maxmemory", "0");
    client.disconnect();
    expect(answer.status).toBe(503);
    expect(answer.json()).toMatchObject({
      code: "redis_unavailable",
      id: expect.any(String),
      detail: expect.stringContaining("Nothing was sent"),
    });
    await expectNextArrives();
  });
});
