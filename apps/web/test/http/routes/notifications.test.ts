import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { ask, publish, startWeb } from "../../running-web.ts";
import { SENT, type StandInBot, startStandInBot } from "../../stand-in-bot.ts";

let redis: RedisProcess;
let web: WebService;
let bot: StandInBot;

type Page = { items: { id: string; state: string }[]; cursor?: string };

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url);
  bot = await startStandInBot(redis);
  for (const [id, user_id, message] of [
    ["one", 1, "Your order 71"],
    ["two", 2, "Grüße"],
    ["three", 1, "ORDER 72"],
    ["four", -5, "news"],
    ["five", "a/b c", "for somebody"],
    ["six", "1", "for the same as one"],
  ])
    await publish(web.port, { id, user_id, message });
  await bot.deliver("one", SENT);
});
afterAll(async () => {
  bot.stop();
  await web.stop();
  await redis.stop();
});

async function pageOf(query: string): Promise<Page> {
  const answer = await ask(web.port, { path: `/notifications${query}` });
  expect([query, answer.status]).toEqual([query, 200]);
  return answer.json() as Page;
}

describe("GET /notifications", () => {
  it.each([
    ["", ["six", "five", "four", "three", "two", "one"]],
    ["?user_id=1", ["six", "three", "one"]],
    ["?user_id=-5", ["four"]],
    ["?user_id=a%2Fb%20c", ["five"]],
    ["?user_id=77", []],
    ["?state=sent", ["one"]],
    ["?state=queued&user_id=1", ["three"]],
    ["?q=order", ["three", "one"]],
    ["?q=GR%C3%9C", ["two"]],
    ["?q=thre", ["three"]],
    ["?q=order&state=queued", ["three"]],
  ])("finds %j", async (query, ids) => {
    expect((await pageOf(query)).items.map(({ id }) => id)).toEqual(ids);
  });

  it.each([
    ["", ["six", "five", "four", "three", "two", "one"]],
    ["&user_id=1", ["six", "three", "one"]],
  ])("goes on page by page, none twice and none missing: %j", async (of, ids) => {
    const seen: string[] = [];
    let cursor: string | undefined = "";
    while (cursor !== undefined) {
      const from: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page: Page = await pageOf(`?limit=1${of}${from}`);
      expect(page.items.length).toBeLessThanOrEqual(1);
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.cursor;
    }
    expect(seen).toEqual(ids);
  });

  it("shows whole records", async () => {
    const [one] = (await pageOf("?state=sent")).items;
    expect(one).toEqual((await ask(web.port, { path: "/notifications/one" })).json());
  });

  it.each([
    "?user_id=",
    "?user_id=%20",
    "?user_id=..",
    `?user_id=${"x".repeat(129)}`,
    "?cursor=_a~b",
    "?state=lost",
    "?q=",
    `?q=${"x".repeat(257)}`,
    "?limit=0",
    "?limit=201",
    "?cursor=x",
    "?cursor=5_a%20b",
    "?user=1",
    "?q=a&q=b",
  ])("refuses %s", async (query) => {
    const answer = await ask(web.port, { path: `/notifications${query}` });
    expect([answer.status, answer.json()]).toMatchObject([400, { code: "invalid_query" }]);
  });
});
