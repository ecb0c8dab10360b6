import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { type PeopleStand, startPeople } from "../../people-stand.ts";
import { publish, startWeb } from "../../running-web.ts";
import { type StandInBot, startStandInBot } from "../../stand-in-bot.ts";

let redis: RedisProcess;
let web: WebService;
let bot: StandInBot;
let people: PeopleStand;

type Shown = { user_id: number | string; chats: { chat_id: number }[] };
type Page = { items: Shown[]; cursor?: string; total: number };

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url);
  bot = await startStandInBot(redis);
  people = await startPeople(redis, web.port);
  await people.presence.report("bot", { username: "shop_bot" });
  for (const userId of ["42", "customer-1", "customer-2", "customer-3"])
    await people.call("POST", `/${userId}/link`);
  await people.linkTo("customer-1", 7001);
  await people.linkTo("customer-1", -100);
  await people.linkTo("70", 7001);
});
afterAll(async () => {
  people.stop();
  bot.stop();
  await web.stop();
  await redis.stop();
});

async function pageOf(query: string): Promise<Page> {
  const answer = await people.call("GET", query);
  expect([query, answer.status, answer.headers["cache-control"]]).toEqual([query, 200, "no-store"]);
  return answer.json() as Page;
}

describe("GET /recipients", () => {
  it.each([
    ["", [42, 70, "customer-1", "customer-2", "customer-3"]],
    ["?q=customer-", ["customer-1", "customer-2", "customer-3"]],
    ["?q=customer-2", ["customer-2"]],
    ["?q=-100", ["customer-1"]],
    ["?q=7001", ["customer-1", 70]],
    ["?q=70", [70]],
    ["?q=nobody", []],
    ["?limit=2", [42, 70]],
  ])("finds %j", async (query, ids) => {
    const { items, total } = await pageOf(query);
    expect(items.map(({ user_id }) => user_id)).toEqual(ids);
    expect(total).toBe(5);
  });

  it("goes on page by page", async () => {
    const first = await pageOf("?q=customer-&limit=2");
    const second = await pageOf(`?q=customer-&limit=2&cursor=${encodeURIComponent(first.cursor ?? "")}`);
    expect([...first.items, ...second.items].map(({ user_id }) => user_id)).toEqual([
      "customer-1",
      "customer-2",
      "customer-3",
    ]);
    expect(second.cursor).toBeUndefined();
  });

  it.each([
    "?q=",
    "?q=a&q=b",
    "?cursor=",
    "?limit=0",
    "?limit=201",
    "?state=linked",
    `?q=${"x".repeat(129)}`,
  ])("refuses %s", async (query) => {
    const answer = await people.call("GET", query);
    expect([answer.status, answer.json()]).toMatchObject([400, { code: "invalid_query" }]);
  });
});

describe("GET /recipients/{user_id}", () => {
  it("shows the chats in the order in which they were linked", async () => {
    const answer = await people.call("GET", "/customer-1");
    expect(answer.json()).toEqual({
      user_id: "customer-1",
      state: "linked",
      created_at: expect.stringMatching(/^20.*Z$/),
      linked_at: expect.stringMatching(/^20.*Z$/),
      parked: 0,
      chats: [
        {
          ...{ chat_id: 7001, kind: "private", name: "Ann", language: null, state: "reachable" },
          ...{ linked_at: expect.stringMatching(/^20.*Z$/), muted_until: null, quiet_hours: null },
          ...{ categories_off: [], waiting: 0, parked: 0 },
        },
        expect.objectContaining({ chat_id: -100, kind: "group" }),
      ],
    });
  });

  it("shows what waits for a first chat", async () => {
    await publish(web.port, { user_id: "customer-3", message: "welcome", id: "first" });
    await bot.admit();
    expect((await people.call("GET", "/customer-3")).json()).toMatchObject({
      ...{ user_id: "customer-3", state: "pending", linked_at: null, parked: 1, chats: [] },
    });
  });

  it("knows nobody whom it was not told of", async () => {
    const answer = await people.call("GET", "/stranger");
    expect([answer.status, answer.json()]).toMatchObject([
      404,
      { code: "not_found", detail: expect.stringContaining("/link") },
    ]);
  });
});
