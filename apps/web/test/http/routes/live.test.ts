import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { openEvents } from "../../event-client.ts";
import { ask, JSON_HEADERS, publish, startWeb } from "../../running-web.ts";
import { SENT, type StandInBot, startStandInBot } from "../../stand-in-bot.ts";

let redis: RedisProcess;
let web: WebService;
let bot: StandInBot;
let closes: (() => void)[] = [];

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url);
  bot = await startStandInBot(redis);
});
afterEach(() => {
  for (const close of closes) close();
  closes = [];
});
afterAll(async () => {
  bot.stop();
  await web.stop();
  await redis.stop();
});

type Client = Awaited<ReturnType<typeof openEvents>>;

async function open(headers: Record<string, string> = {}, port = web.port): Promise<Client> {
  const client = await openEvents(port, "/live", headers);
  closes.push(client.close);
  return client;
}

/** The data of every event of this name, in order. */
function told<Data = Record<string, unknown>>(client: Client, name: string): Data[] {
  return client.received.filter(({ event }) => event === name).map(({ data }) => data as Data);
}

async function hears(client: Client, name: string): Promise<void> {
  await waitFor(() => told(client, name).length > 0, { what: `the event ${name}` });
}

function post(path: string, body: unknown, method = "POST") {
  return ask(web.port, { method, path, headers: JSON_HEADERS, body: JSON.stringify(body) });
}

function instanceOf(client: Client): unknown {
  return told(client, "hello")[0]?.instance;
}

type Messages = { items: { subscriber: string; seq: number }[]; skipped: Record<string, number> };
type BoardsTold = { items: { board: string; value: unknown }[]; removed: string[] };
type Changes = { items: { id: string; state: string }[]; skipped: number };

describe("GET /live", () => {
  it("says first how things are", async () => {
    await post("/boards/first", { value: 1 }, "PUT");
    const client = await open();
    expect(client.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
    for (const event of ["stats", "subscribers", "boards", "findings"]) await hears(client, event);
    expect(client.received[0]).toEqual({
      event: "hello",
      data: { instance: expect.any(String), at: expect.any(String), read_only: false, sandbox: false },
    });
    expect(told(client, "subscribers")[0]).toEqual((await ask(web.port, { path: "/subscribers" })).json());
    expect(told<BoardsTold>(client, "boards")[0]?.items.map(({ board }) => board)).toEqual(["first"]);
    const stats = (await ask(web.port, { path: "/stats" })).json() as object;
    expect(Object.keys(told(client, "stats")[0] ?? {})).toEqual(Object.keys(stats));
    const other = await open();
    await hears(other, "boards");
    expect(instanceOf(other)).toBe(instanceOf(client));
    await waitFor(() => told(client, "stats").length > 1);
  });

  it("tells what subscribers receive", async () => {
    const client = await open();
    await hears(client, "subscribers");
    await post("/channels/orders:new", { order: 1 });
    await hears(client, "messages");
    expect(told<Messages>(client, "messages")[0]).toEqual({
      items: [
        {
          subscriber: "orders-listener",
          seq: expect.any(Number),
          channel: "orders:new",
          pattern: null,
          received_at: expect.any(String),
          bytes: 11,
          encoding: "json",
          payload: { order: 1 },
          cut: false,
        },
      ],
      skipped: {},
    });
    const publisher = redis.client();
    await Promise.all(Array.from({ length: 500 }, (_, at) => publisher.publish("orders:new", String(at))));
    const count = () =>
      told<Messages>(client, "messages").reduce(
        (sum, { items, skipped }) => sum + items.length + (skipped["orders-listener"] ?? 0),
        0,
      );
    await waitFor(() => count() === 501);
    const received = () => {
      const last = told<{ items: { received: number }[] }>(client, "subscribers").at(-1);
      return last?.items[0]?.received ?? 0;
    };
    await waitFor(() => received() >= 501);
  });

  it("tells soon when a subscriber comes and goes", async () => {
    const client = await open();
    await hears(client, "subscribers");
    const names = () =>
      told<{ items: { name: string; state: string }[] }>(client, "subscribers")
        .at(-1)
        ?.items.map(({ name, state }) => `${name} ${state}`);
    await post("/subscribers", { name: "new", channels: ["x"] });
    await waitFor(() => names()?.includes("new subscribed"));
    await ask(web.port, { method: "DELETE", path: "/subscribers/new", headers: { "x-bellwire": "1" } });
    await waitFor(() => names()?.length === 3);
  });

  it("tells what becomes of boards", async () => {
    const client = await open();
    await hears(client, "boards");
    const shown = () => {
      const boards = new Map<string, unknown>();
      for (const { items, removed } of told<BoardsTold>(client, "boards")) {
        for (const { board, value } of items) boards.set(board, value);
        for (const board of removed) boards.delete(board);
      }
      return boards;
    };
    for (let percent = 0; percent <= 100; percent += 10)
      await post("/boards/build", { value: { percent } }, "PUT");
    await post("/boards/short", { value: 1, ttl_seconds: 1 }, "PUT");
    await waitFor(() => shown().has("short"));
    await waitFor(() => JSON.stringify(shown().get("build")) === '{"percent":100}');
    await ask(web.port, { method: "DELETE", path: "/boards/build", headers: { "x-bellwire": "1" } });
    await waitFor(() => !shown().has("build") && !shown().has("short"));
  });

  it("tells what becomes of notifications, and resumes where a page was cut off", async () => {
    const client = await open();
    await waitFor(() => client.lastId() !== "");
    await publish(web.port, { id: "one", user_id: 1, message: "hi" });
    await bot.deliver("one", SENT);
    const changes = (page: Client) => told<Changes>(page, "changes").flatMap(({ items }) => items);
    await waitFor(() => changes(client).some(({ id, state }) => id === "one" && state === "sent"));
    client.close();
    await publish(web.port, { id: "two", user_id: 2, message: "hi" });
    await bot.deliver("two", SENT);
    const again = await open({ "last-event-id": client.lastId() });
    await waitFor(() => changes(again).some(({ id, state }) => id === "two" && state === "sent"));
    const all = [...changes(client), ...changes(again)].map(({ id, state }) => `${id} ${state}`);
    expect(new Set(all).size).toBe(all.length);
    expect(all).toContain("two accepted");
    expect(told(again, "gap")).toEqual([]);
    const wrong = await ask(web.port, { path: "/live", headers: { "last-event-id": "x" } });
    expect(wrong.json()).toMatchObject({ code: "invalid_query" });
  });

  it("costs one connection and the same bytes, however many follow", async () => {
    const pages = await Promise.all(Array.from({ length: 50 }, () => open()));
    await Promise.all(pages.map((page) => hears(page, "boards")));
    await post("/channels/orders:new", "for all");
    await Promise.all(pages.map((page) => hears(page, "messages")));
    const last = (page: Client) => JSON.stringify(told(page, "messages").at(-1));
    expect(new Set(pages.map(last)).size).toBe(1);
    const clients = String(await redis.client().client("LIST"));
    expect(clients.split("\n").filter((line) => line.includes("name=bellwire-web-hub"))).toHaveLength(1);
    for (const page of pages) page.close();
    // Nobody follows any more: nothing is listened to but what the subscribers want.
    await waitFor(async () => Number(await redis.client().pubsub("NUMPAT")) === 1);
  });

  it("is there while Redis is not, says so, and heals", async () => {
    const client = await open();
    await hears(client, "findings");
    await redis.kill();
    const codes = () =>
      told<{ items: { code: string }[] }>(client, "findings")
        .at(-1)
        ?.items.map(({ code }) => code);
    await waitFor(() => codes()?.includes("redis"));
    await hears(client, "alive");
    const late = await open();
    await hears(late, "hello");
    await hears(late, "subscribers");
    await redis.restart();
    await waitFor(() => codes()?.includes("redis") === false);
    await waitFor(
      () => late.lastId() !== "" && told(late, "boards").length > 0 && told(late, "stats").length > 0,
    );
  });

  it("says whether the page may change anything, and ends when the service stops", async () => {
    const other = await startWeb(redis.url, { CONSOLE_READ_ONLY: "true", SANDBOX_URL: "http://127.0.0.1:9" });
    const client = await open({}, other.port);
    await hears(client, "hello");
    expect(told(client, "hello")[0]).toMatchObject({ read_only: true, sandbox: true });
    await other.stop();
    await waitFor(() => client.ended());
  });

  it("answers HEAD with the head alone", async () => {
    const answer = await ask(web.port, { method: "HEAD", path: "/live" });
    expect([answer.status, answer.text]).toEqual([200, ""]);
  });
});
