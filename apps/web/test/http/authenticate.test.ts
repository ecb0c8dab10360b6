import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../src/service.ts";
import { ask, listenAsBot, publish, startWeb } from "../running-web.ts";

const KEYS = ["first-key-0123456789", "second-key-0123456789"];
let redis: RedisProcess;
let web: WebService;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url, { API_KEYS: KEYS.join(",") });
  await listenAsBot(redis);
});
afterAll(async () => {
  await web.stop();
  await redis.stop();
});

describe("authenticate", () => {
  it.each(KEYS)("takes %s in both headers", async (key) => {
    const body = { user_id: 42, message: "hi" };
    expect((await publish(web.port, body, { authorization: `Bearer ${key}` })).status).toBe(202);
    expect((await publish(web.port, body, { "x-api-key": key })).status).toBe(202);
  });

  it("gives every failure the same answer", async () => {
    const failures: Record<string, string>[] = [
      {},
      { authorization: "Bearer wrong-key-0123456789" },
      { authorization: "Bearer " },
      { authorization: "Bearer x" },
      { authorization: `Basic ${KEYS[0]}` },
      { authorization: `${KEYS[0]}` },
      { "x-api-key": "" },
      { "x-api-key": `${KEYS[0]}x` },
      { "x-api-key": `${KEYS.join(",")}` },
      { cookie: "bellwire_session=nope" },
      { cookie: `bellwire_session=${"a".repeat(43)}` },
    ];
    const answers = await Promise.all(
      failures.map((headers) => publish(web.port, { user_id: 42, message: "hi" }, headers)),
    );
    for (const answer of answers) {
      expect(answer.status).toBe(401);
      expect(answer.headers["www-authenticate"]).toBe("Bearer");
      expect(answer.text).toBe(answers[0]?.text);
    }
  });

  it.each(["/metrics", "/quarantine", "/events", "/nowhere", "/sandbox/health"])(
    "guards %s",
    async (path) => {
      expect((await ask(web.port, { path })).status).toBe(401);
    },
  );

  it("leaves the status pages and the page open", async () => {
    expect((await ask(web.port, { path: "/livez" })).status).toBe(200);
    expect((await ask(web.port, { path: "/readyz" })).status).toBe(200);
    expect((await ask(web.port, { path: "/" })).status).not.toBe(401);
  });
});
