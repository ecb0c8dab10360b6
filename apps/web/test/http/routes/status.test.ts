import { Presence, RedisLink, redisKeys } from "@bellwire/messaging";
import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { exchangeRaw } from "../../raw-exchange.ts";
import { ask, listenAsBot, publish, startWeb } from "../../running-web.ts";

let redis: RedisProcess;
let web: WebService;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url, { SANDBOX_URL: "http://127.0.0.1:9" });
});
afterAll(async () => {
  await web.stop();
  await redis.stop();
});

type Check = { name: string; status: string; words: string; remedy?: string; since: string };
type Report = { service: string; status: string; sandbox: boolean; checks: Check[] };

async function report(): Promise<Report & { code: number }> {
  const answer = await ask(web.port, { path: "/readyz" });
  expect(answer.headers["cache-control"]).toBe("no-store");
  return { code: answer.status, ...(answer.json() as Report) };
}

async function checkNamed(name: string, status: string): Promise<Check> {
  return await waitFor(async () =>
    (await report()).checks.find((check) => check.name === name && check.status === status),
  );
}

describe("status pages", () => {
  it("is alive", async () => {
    expect((await ask(web.port, { path: "/livez" })).json()).toEqual({ status: "alive" });
  });

  it("is ready without a bot, but warns and says what to start", async () => {
    expect(await report()).toMatchObject({
      code: 200,
      service: "web",
      status: "ready",
      sandbox: true,
      checks: [
        { name: "redis", status: "ok", words: "Redis takes writes.", since: expect.stringMatching(/Z$/) },
        { name: "bots", status: "warn", remedy: expect.stringContaining("apps/bot/dist/main.js") },
      ],
    });
  });

  it("shows each bot in its own words", async () => {
    const bot = await listenAsBot(redis);
    expect((await checkNamed("bots", "ok")).words).toBe("One bot listens.");
    bot.leave();
    await checkNamed("bots", "warn");
    const link = new RedisLink({ url: redis.url, name: "test" });
    await link.ready(5000);
    const presence = new Presence(link, redisKeys("notification").presence);
    const check = {
      name: "telegram",
      status: "fail",
      words: "Telegram refuses the token.",
      remedy: "Renew it.",
      since: "x",
    };
    await presence.report("a1", { service: "bot", status: "not_ready", checks: [check] });
    expect(await checkNamed("bot:a1", "warn")).toMatchObject({ words: check.words, remedy: "Renew it." });
    expect((await report()).code).toBe(200);
    await presence.withdraw("a1");
    await waitFor(async () => !(await report()).checks.some(({ name }) => name === "bot:a1"));
    link.close();
  });

  it("counts requests and publishes under bounded labels", async () => {
    await publish(web.port, { user_id: 42, message: "counted" });
    await publish(web.port, { user_id: "", message: "counted" });
    for (const path of ["/made-up/1", "/made-up/2"]) await ask(web.port, { path });
    await exchangeRaw(web.port, ["no http\r\n\r\n"]);
    const answer = await ask(web.port, { path: "/metrics" });
    expect(answer.text).toMatch(/bellwire_http_refusals_total\{code="bad_request",service="web"\} 1/);
    expect(answer.headers["content-type"]).toContain("text/plain");
    expect(answer.text).toMatch(/bellwire_publishes_total\{outcome="no_subscriber",service="web"\} 1/);
    expect(answer.text).toMatch(/bellwire_publishes_total\{outcome="invalid",service="web"\} 1/);
    expect(answer.text).toMatch(
      /bellwire_http_requests_total\{route="other",method="GET",status="4xx",service="web"\} 2/,
    );
    expect(answer.text).toContain("bellwire_http_request_seconds_bucket");
    expect(answer.text).not.toContain("made-up");
  });
});
