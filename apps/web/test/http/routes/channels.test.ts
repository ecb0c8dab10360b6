import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { ask, JSON_HEADERS, publish as publishNotification, startWeb } from "../../running-web.ts";

let redis: RedisProcess;
let web: WebService;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url);
});
afterAll(async () => {
  await web.stop();
  await redis.stop();
});

function publish(channel: string, body: string | Buffer) {
  return ask(web.port, {
    method: "POST",
    path: `/channels/${encodeURIComponent(channel)}`,
    headers: JSON_HEADERS,
    body,
  });
}

describe("POST /channels/{channel}", () => {
  it("publishes the very bytes of any JSON, and says how many received them", async () => {
    const heard: string[] = [];
    const client = redis.client();
    client.on("message", (_channel: string, text: string) => void heard.push(text));
    await client.subscribe("news");
    const bodies = ['{ "a": 1e3 }', "null", '"text"', "[1,\n2]", "90071992547409931234"];
    for (const body of bodies) {
      const answer = await publish("news", body);
      expect([answer.status, answer.json()]).toEqual([200, { receivers: 1 }]);
    }
    await waitFor(() => heard.length === bodies.length);
    expect(heard).toEqual(bodies);
    expect((await publish("nobody", "1")).json()).toEqual({ receivers: 0 });
  });

  it("takes names of any characters, up to 256 of them", async () => {
    const long = "ü".repeat(256);
    for (const channel of ["a b/c?d#e%", "канал:1", long]) {
      const client = redis.client();
      await client.subscribe(channel);
      expect((await publish(channel, "1")).json()).toEqual({ receivers: 1 });
    }
    expect((await publish(`${long}x`, "1")).json()).toMatchObject({ status: 400, code: "bad_request" });
  });

  it.each(["notification", "notification:bots", "notification:board:a", "notification:"])(
    "refuses %s, which is Bellwire's own",
    async (channel) => {
      const answer = await publish(channel, "1");
      expect(answer.json()).toMatchObject({
        status: 400,
        code: "reserved_channel",
        detail: expect.stringContaining("POST /notifications"),
      });
    },
  );

  it.each([".", ".."])("refuses %s, which names a way and no channel", async (channel) => {
    expect((await publish(channel, "1")).json()).toMatchObject({ status: 400, code: "bad_request" });
  });

  it.each([
    ["", "unfinished"],
    ["{", "unfinished"],
    [Buffer.from([0x22, 0xff, 0x22]), "not UTF-8"],
    ["[".repeat(100) + "]".repeat(100), "too deep"],
  ])("refuses the body %j: %s", async (body, _why) => {
    expect((await publish("news", body)).json()).toMatchObject({ status: 400, code: "invalid_body" });
  });

  it("refuses what is too large, and what is no JSON", async () => {
    expect((await publish("news", `"${"x".repeat(262_144)}"`)).status).toBe(413);
    const text = {
      method: "POST",
      path: "/channels/news",
      headers: { "content-type": "text/plain" },
      body: "1",
    };
    expect((await ask(web.port, text)).status).toBe(415);
  });

  it("is counted, as notifications are", async () => {
    await ask(web.port, { method: "POST", path: "/reset", headers: { "x-bellwire": "1" } });
    await publish("orders:new", "1");
    await publish("orders:new", "2");
    await publish("typo", "1");
    await redis.client().subscribe("notification:bots", "notification");
    await publishNotification(web.port, { user_id: 1, message: "hi" });
    const counts = async () => (await ask(web.port, { path: "/stats" })).json() as { received: number };
    await waitFor(async () => (await counts()).received === 3);
    expect(await counts()).toMatchObject({
      published: 4,
      delivered: 4,
      received: 3,
      fanned_out: 3,
      channels: {
        "orders:new": { published: 2, delivered: 2, received: 2, fanned_out: 2 },
        typo: { published: 1, delivered: 0, received: 0, fanned_out: 0 },
        notification: { published: 1, delivered: 2, received: 1, fanned_out: 1 },
      },
      hub: { status: "ready", subscribers: 3 },
    });
  });
});

describe("GET /channels", () => {
  it("shows what Redis counts", async () => {
    const client = redis.client();
    await client.subscribe("many", "orders:new");
    await client.psubscribe("a*", "b*");
    const answer = await ask(web.port, { path: "/channels" });
    expect(answer.headers["cache-control"]).toBe("no-store");
    const { items, patterns, more } = answer.json() as {
      items: { channel: string; subscribers: number }[];
      patterns: number;
      more: boolean;
    };
    const numsub = (await redis
      .client()
      .pubsub("NUMSUB", ...items.map(({ channel }) => channel))) as unknown[];
    expect(items.flatMap(({ channel, subscribers }) => [channel, subscribers])).toEqual(numsub);
    expect(items.map(({ channel }) => channel)).toEqual(
      (await redis.client().pubsub("CHANNELS")).map(String).sort(),
    );
    expect(patterns).toBe(await redis.client().pubsub("NUMPAT"));
    expect(more).toBe(false);
  });

  it("shows 1,000 and says that there are more", async () => {
    const client = redis.client();
    await client.subscribe(...Array.from({ length: 1100 }, (_, at) => `channel-${at}`));
    const answer = (await ask(web.port, { path: "/channels" })).json() as { items: unknown[]; more: boolean };
    expect([answer.items.length, answer.more]).toEqual([1000, true]);
  });
});
