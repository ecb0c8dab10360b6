import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { ask, JSON_HEADERS, startWeb } from "../../running-web.ts";

const INTENT = { "x-bellwire": "1" };
let redis: RedisProcess;
let web: WebService;

type Shown = { name: string; state: string; received: number };
type Message = { seq: number; channel: string; pattern: string | null; payload: unknown; encoding: string };

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url);
});
beforeEach(async () => {
  await ask(web.port, { method: "POST", path: "/reset", headers: INTENT });
});
afterAll(async () => {
  await web.stop();
  await redis.stop();
});

function add(body: unknown) {
  const request = { method: "POST", path: "/subscribers", headers: JSON_HEADERS };
  return ask(web.port, { ...request, body: JSON.stringify(body) });
}

function remove(name: string, headers: Record<string, string> = INTENT) {
  return ask(web.port, { method: "DELETE", path: `/subscribers/${name}`, headers });
}

async function shown(): Promise<Shown[]> {
  return ((await ask(web.port, { path: "/subscribers" })).json() as { items: Shown[] }).items;
}

async function one(name: string): Promise<Shown | undefined> {
  return (await shown()).find((each) => each.name === name);
}

async function messages(name: string, query = ""): Promise<Message[]> {
  return (
    (await ask(web.port, { path: `/subscribers/${name}/messages${query}` })).json() as { items: Message[] }
  ).items;
}

async function isSubscribed(name: string): Promise<void> {
  await waitFor(async () => (await one(name))?.state === "subscribed");
}

describe("subscribers", () => {
  it("are three at first", async () => {
    await waitFor(async () => (await shown()).every(({ state }) => state === "subscribed"));
    expect(await shown()).toEqual([
      {
        name: "orders-listener",
        channels: ["orders:new"],
        patterns: [],
        state: "subscribed",
        since: expect.stringMatching(/^20.*Z$/),
        received: 0,
        dropped: 0,
        failed: 0,
        last_message_at: null,
      },
      expect.objectContaining({ name: "all-notifications", channels: [], patterns: ["notifications:*"] }),
      expect.objectContaining({ name: "bridge", channels: ["notification"], patterns: [] }),
    ]);
  });

  it("are added, receive, and are removed", async () => {
    const added = await add({ name: "mine", channels: ["a:1"], patterns: ["a:*"] });
    expect([added.status, added.headers.location]).toEqual([201, "/subscribers/mine"]);
    expect(added.json()).toMatchObject({ name: "mine", channels: ["a:1"], patterns: ["a:*"], received: 0 });
    await isSubscribed("mine");
    await redis.client().publish("a:1", '{"n":1}');
    await redis.client().publish("a:2", Buffer.from([0xff]));
    await waitFor(async () => (await one("mine"))?.received === 3);
    expect(await messages("mine")).toMatchObject([
      { seq: 1, channel: "a:1", pattern: null, encoding: "json", payload: { n: 1 } },
      { seq: 2, channel: "a:1", pattern: "a:*", encoding: "json", payload: { n: 1 } },
      { seq: 3, channel: "a:2", pattern: "a:*", encoding: "hex", payload: "ff" },
    ]);
    expect(await messages("mine", "?limit=1")).toMatchObject([{ seq: 3 }]);
    expect((await remove("mine", {})).json()).toMatchObject({ code: "header_required" });
    expect((await remove("mine")).status).toBe(204);
    expect((await remove("mine")).status).toBe(404);
    expect((await ask(web.port, { path: "/subscribers/mine/messages" })).status).toBe(404);
  });

  it("have names of their own", async () => {
    expect((await add({ name: "bridge", channels: ["x"] })).json()).toMatchObject({
      status: 409,
      code: "name_taken",
    });
  });

  it("are as many as there may be", async () => {
    const taken = (await shown()).length;
    const answers = await Promise.all(
      Array.from({ length: 1001 - taken }, (_, at) => add({ name: `s${at}`, channels: ["x"] })),
    );
    const refused = answers.filter(({ status }) => status !== 201);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.json()).toMatchObject({ status: 429, code: "too_many_subscribers" });
  });

  it.each([
    [{}],
    [{ name: "a" }],
    [{ name: ".", channels: ["x"] }],
    [{ name: "..", channels: ["x"] }],
    [{ name: "a", channels: [".."] }],
    [{ name: "a", channels: [] }],
    [{ name: "a", channels: "x" }],
    [{ name: "a", channels: [""] }],
    [{ name: "a", channels: ["x".repeat(257)] }],
    [{ name: "a", channels: ["\ud800"] }],
    [{ name: "", channels: ["x"] }],
    [{ name: "a b", channels: ["x"] }],
    [{ name: "a".repeat(65), channels: ["x"] }],
    [
      {
        name: "a",
        channels: Array.from({ length: 60 }, (_, at) => `c${at}`),
        patterns: Array.from({ length: 41 }, (_, at) => `p${at}`),
      },
    ],
    [{ name: "a", patterns: ["*a*b*c*d*"] }],
    [{ name: "a", patterns: ["[a]?[b]*?"] }],
    [{ name: "a", channels: ["x"], more: 1 }],
    [[]],
  ])("are not added for %j", async (body) => {
    const answer = await add(body);
    expect(answer.json()).toMatchObject({ status: 400, code: "invalid_body" });
    expect(await shown()).toHaveLength(3);
  });

  it("are told which field is wrong", async () => {
    const answer = (await add({ name: "a b", patterns: ["*****"] })).json() as { errors: { path: string }[] };
    expect(answer.errors.map(({ path }) => path)).toEqual(["name", "patterns.0"]);
  });

  it.each(["notification:bots", "notification:bot:x:1"])(
    "do not listen to %s by name, where Bellwire counts its own",
    async (channel) => {
      expect((await add({ name: "a", channels: [channel] })).json()).toMatchObject({
        code: "reserved_channel",
      });
      expect(
        (await add({ name: "a", channels: ["notification"], patterns: ["notification:*"] })).status,
      ).toBe(201);
      expect(await redis.client().pubsub("NUMSUB", channel)).toEqual([channel, 0]);
    },
  );

  it("begin anew after a reset", async () => {
    await add({ name: "mine", channels: ["x"] });
    await remove("bridge");
    await isSubscribed("orders-listener");
    await ask(web.port, { method: "POST", path: "/channels/orders:new", headers: JSON_HEADERS, body: "1" });
    await waitFor(async () => (await one("orders-listener"))?.received === 1);
    const reset = { method: "POST", path: "/reset" };
    expect((await ask(web.port, reset)).json()).toMatchObject({ code: "header_required" });
    const answer = await ask(web.port, { ...reset, headers: JSON_HEADERS, body: "{}" });
    expect(answer.status).toBe(200);
    const { items } = answer.json() as { items: Shown[] };
    expect(items.map(({ name, received }) => [name, received])).toEqual([
      ["orders-listener", 0],
      ["all-notifications", 0],
      ["bridge", 0],
    ]);
    const stats = (await ask(web.port, { path: "/stats" })).json();
    expect(stats).toMatchObject({ published: 0, delivered: 0, received: 0, fanned_out: 0, channels: {} });
  });

  it("show that Redis is away, and come back", async () => {
    await isSubscribed("bridge");
    await redis.kill();
    await waitFor(async () => (await one("bridge"))?.state === "reconnecting");
    await redis.restart();
    await isSubscribed("bridge");
  });
});
