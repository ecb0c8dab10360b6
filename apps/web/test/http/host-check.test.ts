import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../src/service.ts";
import { ask, startWeb } from "../running-web.ts";

const KEY = "key-for-tests-0123456789";
let redis: RedisProcess;
let web: WebService;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url, { API_KEYS: KEY, ALLOWED_HOSTS: "bell.example, 127.0.0.1:9000" });
});
afterAll(async () => {
  await web.stop();
  await redis.stop();
});

async function codeFor(headers: Record<string, string>, path = "/quarantine"): Promise<string | number> {
  const answer = await ask(web.port, { path, headers });
  return answer.status === 200 ? 200 : (answer.json() as { code: string }).code;
}

describe("checkHost", () => {
  const authorization = `Bearer ${KEY}`;

  it.each([
    ["an allowed host", { host: "bell.example:1234" }, "unauthorized"],
    ["an allowed host and port", { host: "127.0.0.1:9000" }, "unauthorized"],
    ["an allowed host with another port", { host: "127.0.0.1:9001" }, "host_not_allowed"],
    ["another host", { host: "evil.example" }, "host_not_allowed"],
    ["another host, wrong key", { host: "evil.example", authorization: "Bearer nope" }, "host_not_allowed"],
    ["another host, valid key", { host: "evil.example", authorization }, 200],
    ["another host, valid key the other way", { host: "evil.example", "x-api-key": KEY }, 200],
    [
      "a foreign origin, valid key",
      { host: "bell.example", origin: "http://evil.example", authorization },
      "origin_not_allowed",
    ],
    [
      "its own origin, valid key",
      { host: "bell.example", origin: "https://bell.example", authorization },
      200,
    ],
  ])("%s: %s", async (_name, headers: Record<string, string>, expected) => {
    expect(await codeFor(headers)).toBe(expected);
  });

  it("lets whoever supervises ask on any host", async () => {
    for (const path of ["/livez", "/readyz"]) expect(await codeFor({ host: "10.1.2.3" }, path)).toBe(200);
  });

  it("keeps the page from foreign hosts too", async () => {
    expect(await codeFor({ host: "evil.example" }, "/")).toBe("host_not_allowed");
  });
});
