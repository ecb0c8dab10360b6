import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../src/service.ts";
import { ask, JSON_HEADERS, listenAsBot, publish, startWeb } from "../running-web.ts";

const KEY = "key-for-tests-0123456789";
const NOTE = { user_id: 42, message: "hi" };
let redis: RedisProcess;
let keyed: WebService;
let open: WebService;

beforeAll(async () => {
  redis = await startRedis();
  keyed = await startWeb(redis.url, { API_KEYS: KEY, CONSOLE_READ_ONLY: "true" });
  open = await startWeb(redis.url, { CONSOLE_READ_ONLY: "true" });
  await listenAsBot(redis);
});
afterAll(async () => {
  await keyed.stop();
  await open.stop();
  await redis.stop();
});

async function sessionOf(port: number, body: object): Promise<string> {
  const request = { method: "POST", path: "/session", headers: JSON_HEADERS, body: JSON.stringify(body) };
  const answer = await ask(port, request);
  return answer.headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
}

describe("CONSOLE_READ_ONLY", () => {
  it("lets sessions look but not change, and keys do everything", async () => {
    const cookie = await sessionOf(keyed.port, { key: KEY });
    expect((await publish(keyed.port, NOTE, { cookie })).json()).toMatchObject({
      status: 403,
      code: "read_only",
    });
    expect((await ask(keyed.port, { path: "/quarantine", headers: { cookie } })).status).toBe(200);
    expect((await publish(keyed.port, NOTE, { "x-api-key": KEY })).status).toBe(202);
  });

  it("lets anybody publish, and nothing else, where no keys are set", async () => {
    expect((await publish(open.port, NOTE)).status).toBe(202);
    const retry = { method: "POST", path: "/dead-letters/retry", headers: JSON_HEADERS, body: "{}" };
    expect((await ask(open.port, retry)).json()).toMatchObject({ code: "read_only" });
    const cookie = await sessionOf(open.port, {});
    expect((await publish(open.port, NOTE, { cookie })).json()).toMatchObject({ code: "read_only" });
  });

  it("lets a session be ended", async () => {
    const cookie = await sessionOf(keyed.port, { key: KEY });
    const ended = await ask(keyed.port, {
      method: "DELETE",
      path: "/session",
      headers: { cookie, "x-bellwire": "1" },
    });
    expect(ended.status).toBe(204);
  });
});
