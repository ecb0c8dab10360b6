import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { ask, JSON_HEADERS, publish, startWeb } from "../../running-web.ts";
import { SENT, type StandInBot, startStandInBot } from "../../stand-in-bot.ts";

const INTENT = { "x-bellwire": "1" };
let redis: RedisProcess;
let web: WebService;
let bot: StandInBot;

type Page = { items: { id: string; reason: string }[]; cursor?: string };

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url);
  bot = await startStandInBot(redis);
  for (const [user_id, id] of ["a", "b", "c"].entries()) {
    await publish(web.port, { id, user_id: user_id + 1, message: "hi" });
    await bot.deliver(id, { kind: "failed", reason: "chat_not_found" });
  }
});
afterAll(async () => {
  bot.stop();
  await web.stop();
  await redis.stop();
});

async function pageOf(query = ""): Promise<Page> {
  return (await ask(web.port, { path: `/dead-letters${query}` })).json() as Page;
}

function retry(body: unknown) {
  const request = { method: "POST", path: "/dead-letters/retry", headers: JSON_HEADERS };
  return ask(web.port, { ...request, body: JSON.stringify(body) });
}

describe("dead letters", () => {
  it("are shown with the reason, the last first", async () => {
    const { items } = await pageOf();
    expect(items.map(({ id, reason }) => [id, reason])).toEqual([
      ["c", "chat_not_found"],
      ["b", "chat_not_found"],
      ["a", "chat_not_found"],
    ]);
    const first = await pageOf("?limit=2");
    const second = await pageOf(`?cursor=${encodeURIComponent(first.cursor ?? "")}`);
    expect(second.items.map(({ id }) => id)).toEqual(["a"]);
  });

  it("are discarded one by one", async () => {
    const discard = (id: string, headers: Record<string, string> = INTENT) =>
      ask(web.port, { method: "DELETE", path: `/dead-letters/${id}`, headers });
    expect((await discard("c", {})).json()).toMatchObject({ code: "header_required" });
    expect((await discard("c")).status).toBe(204);
    expect((await discard("c")).status).toBe(404);
    expect((await pageOf()).items.map(({ id }) => id)).toEqual(["b", "a"]);
  });

  it.each([
    [{}],
    [{ since: "yesterday" }],
    [{ since: 5 }],
    [{ since: "2027-01-31" }],
    [{ since: "2027-01-31T09:00:00Z", all: true }],
    [[]],
  ])("are not retried for %j", async (body) => {
    const answer = await retry(body);
    expect([answer.status, answer.json()]).toMatchObject([400, { code: "invalid_body" }]);
  });

  it("are sent again, all that were given up since a moment", async () => {
    expect((await retry({ since: new Date(Date.now() + 60_000).toISOString() })).json()).toEqual({
      retried: 0,
    });
    expect((await retry({ since: "2020-01-01T00:00:00+01:00" })).json()).toEqual({ retried: 2 });
    expect(await pageOf()).toEqual({ items: [] });
    await bot.deliver("a", SENT);
    await bot.deliver("b", SENT);
  });
});
