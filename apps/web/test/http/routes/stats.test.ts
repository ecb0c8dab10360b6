import { Presence, RedisLink, redisKeys } from "@bellwire/messaging";
import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { ask, publish, startWeb } from "../../running-web.ts";
import { SENT, type StandInBot, startStandInBot } from "../../stand-in-bot.ts";

let redis: RedisProcess;
let web: WebService;
let bot: StandInBot;

beforeAll(async () => {
  redis = await startRedis();
  bot = await startStandInBot(redis);
  web = await startWeb(redis.url);
});
afterAll(async () => {
  bot.stop();
  await web.stop();
  await redis.stop();
});

it("GET /stats counts what there is, and says who is there", async () => {
  for (const [user_id, id] of ["a", "b", "c"].entries())
    await publish(web.port, { id, user_id: user_id + 1, message: "hi" });
  await publish(web.port, { user_id: 9, message: "hi", via: "queue" });
  await bot.deliver("a", SENT);
  await bot.deliver("b", { kind: "failed", reason: "refused" });
  const link = new RedisLink({ url: redis.url, name: "test" });
  await link.ready(5000);
  await new Presence(link, redisKeys("notification").presence).report("bot-1", {});
  link.close();
  const answer = await ask(web.port, { path: "/stats" });
  expect(answer.headers["cache-control"]).toBe("no-store");
  expect(answer.json()).toMatchObject({
    states: { accepted: 1, queued: 1, sent: 1, failed: 1, held: 0 },
    lag: 1,
    pending: 0,
    taken: 0,
    doors: { queue: { length: 1 }, stream: null },
    governor: { factor: 1, held_until: null },
    dead_letters: 1,
    quarantined: 0,
    bots_alive: 1,
    oldest_waiting_ms: expect.any(Number),
  });
});

it("GET /metrics tells the depth of each state", async () => {
  const fresh = await startWeb(redis.url);
  const shown = async () => (await ask(fresh.port, { path: "/metrics" })).text;
  await waitFor(async () =>
    (await shown()).includes('bellwire_notifications_waiting{state="queued",service="web"} 1'),
  );
  expect(await shown()).toContain('bellwire_dead_letters{service="web"} 1');
  await fresh.stop();
});
