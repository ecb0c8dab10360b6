import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { type PeopleStand, startPeople } from "../../people-stand.ts";
import { ask, publish, startWeb } from "../../running-web.ts";
import { type StandInBot, startStandInBot } from "../../stand-in-bot.ts";

let redis: RedisProcess;
let web: WebService;
let bot: StandInBot;
let people: PeopleStand;
let chat = 7000;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url);
  bot = await startStandInBot(redis);
  people = await startPeople(redis, web.port);
  await people.presence.report("bot", { username: "shop_bot" });
});
afterAll(async () => {
  people.stop();
  bot.stop();
  await web.stop();
  await redis.stop();
});

/** Links so many chats of their own to `userId`. */
async function linked(userId: string, chats: number): Promise<number[]> {
  const made = Array.from({ length: chats }, () => ++chat);
  for (const each of made) await people.linkTo(userId, each);
  return made;
}

async function shown(userId: string) {
  return (await people.call("GET", `/${userId}`)).json() as {
    state: string;
    parked: number;
    chats: object[];
  };
}

async function waiting(userId: string, id: string): Promise<void> {
  await publish(web.port, { user_id: userId, message: "hi", id });
  await bot.admit();
}

async function notification(id: string) {
  return (await ask(web.port, { path: `/notifications/${encodeURIComponent(id)}` })).json();
}

describe("DELETE /recipients/{user_id}/chats/{chat_id}", () => {
  it("parks what waits there until there is another chat", async () => {
    const [only] = await linked("ann", 1);
    await waiting("ann", "ann-1");
    const answer = await people.call("DELETE", `/ann/chats/${only}`);
    expect([answer.status, answer.json()]).toEqual([200, { parked: 1, cancelled: 0 }]);
    expect(await shown("ann")).toMatchObject({ state: "pending", parked: 1, chats: [] });
    expect(await notification("ann-1")).toMatchObject({
      user_id: "ann",
      state: "parked",
      reason: "unlinked",
    });
    const again = await people.call("DELETE", `/ann/chats/${only}`);
    expect([again.status, again.json()]).toMatchObject([404, { code: "not_found" }]);
  });

  it("cancels what waits there while another chat has its copy", async () => {
    const [first, second] = await linked("bea", 2);
    await waiting("bea", "bea-1");
    expect(await notification("bea-1")).toMatchObject({
      chat_id: first,
      copies: [
        { chat_id: first, id: "bea-1", state: "queued" },
        { chat_id: second, id: `bea-1~${second}`, state: "queued" },
      ],
    });
    const answer = await people.call("DELETE", `/bea/chats/${second}`);
    expect(answer.json()).toEqual({ parked: 0, cancelled: 1 });
    expect(await notification(`bea-1~${second}`)).toMatchObject({ state: "cancelled", reason: "unlinked" });
  });

  it.each(["/nobody/chats/7", "/ann/chats/0", "/ann/chats/x", "/ann/chats/7.5"])(
    "finds nothing at %s",
    async (path) => {
      expect((await people.call("DELETE", path)).status).toBe(404);
    },
  );
});

describe("POST /recipients/{user_id}/suspend and /resume", () => {
  it("stop and go on, with what waited", async () => {
    await linked("cleo", 2);
    await waiting("cleo", "cleo-1");
    const suspended = await people.call("POST", "/cleo/suspend");
    expect([suspended.status, suspended.json()]).toEqual([200, { chats: 2 }]);
    expect(await shown("cleo")).toMatchObject({ state: "suspended" });
    expect(await notification("cleo-1")).toMatchObject({ state: "parked", reason: "suspended" });
    expect((await people.call("POST", "/cleo/resume")).json()).toEqual({ chats: 2 });
    expect(await shown("cleo")).toMatchObject({ state: "linked" });
    expect(await notification("cleo-1")).toMatchObject({ state: "queued" });
  });

  it("hold also for chats that are linked later", async () => {
    await people.call("POST", "/gail/link");
    expect((await people.call("POST", "/gail/suspend")).json()).toEqual({ chats: 0 });
    await linked("gail", 1);
    expect(await shown("gail")).toMatchObject({ state: "suspended", chats: [{ state: "suspended" }] });
    await people.call("POST", "/gail/resume");
    expect(await shown("gail")).toMatchObject({ state: "linked", chats: [{ state: "reachable" }] });
  });

  it.each(["suspend", "resume"])("%s refuses a body that says something", async (verb) => {
    await people.linkTo("ivan", 970);
    expect((await people.call("POST", `/ivan/${verb}`, { reason: "typo" })).status).toBe(400);
    expect((await people.call("POST", `/ivan/${verb}`, {})).status).toBe(200);
  });

  it.each(["suspend", "resume"])("%s knows nobody whom it was not told of", async (verb) => {
    const answer = await people.call("POST", `/stranger/${verb}`);
    expect([answer.status, answer.json()]).toMatchObject([404, { code: "not_found" }]);
  });

  it("need a header that no page of another site can send", async () => {
    const answer = await ask(web.port, { method: "POST", path: "/recipients/cleo/suspend" });
    expect([answer.status, answer.json()]).toMatchObject([403, { code: "header_required" }]);
  });
});

describe("PUT /recipients/{user_id}/preferences", () => {
  it("changes what is given in all chats, and nothing else", async () => {
    await linked("dora", 2);
    const soon = new Date(Date.now() + 3_600_000).toISOString();
    const quiet_hours = { from: "22:00", to: "07:30", time_zone: "Europe/Berlin" };
    const answer = await people.call("PUT", "/dora/preferences", {
      muted_until: soon,
      quiet_hours,
      categories: { news: false, orders: true },
    });
    const all = { muted_until: soon, quiet_hours, categories_off: ["news"] };
    expect([answer.status, answer.json()]).toMatchObject([200, { user_id: "dora", chats: [all, all] }]);
    await people.call("PUT", "/dora/preferences", { muted_until: null });
    expect(await shown("dora")).toMatchObject({ chats: [{ ...all, muted_until: null }, {}] });
    await people.call("PUT", "/dora/preferences", { quiet_hours: null, categories: { news: true } });
    expect(await shown("dora")).toMatchObject({
      chats: [{ quiet_hours: null, categories_off: [] }, { quiet_hours: null }],
    });
  });

  it("waits for a chat", async () => {
    await people.call("POST", "/eve/link");
    const answer = await people.call("PUT", "/eve/preferences", {});
    expect([answer.status, answer.json()]).toMatchObject([409, { code: "wrong_state" }]);
    expect((await people.call("PUT", "/stranger/preferences", {})).status).toBe(404);
  });

  it.each([
    { muted_until: "tomorrow" },
    { muted_until: "2027-01-31T09:00:00" },
    { quiet_hours: { from: "22:00", to: "07:00" } },
    { quiet_hours: { from: "22:00", to: "24:00", time_zone: "UTC" } },
    { quiet_hours: { from: "22", to: "07:00", time_zone: "UTC" } },
    { quiet_hours: { from: "22:00", to: "22:00", time_zone: "UTC" } },
    { quiet_hours: { from: "22:00", to: "07:00", time_zone: "Mars/Base" } },
    { categories: { "two words": true } },
    { categories: { news: "no" } },
    { categories: Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`c${n}`, true])) },
    { mute: true },
  ])("refuses %j", async (body) => {
    const answer = await people.call("PUT", "/dora/preferences", body);
    expect([answer.status, answer.json()]).toMatchObject([
      400,
      { code: "invalid_body", errors: [{ path: expect.any(String) }] },
    ]);
  });
});
