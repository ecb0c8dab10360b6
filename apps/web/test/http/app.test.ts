import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../src/service.ts";
import { ask, JSON_HEADERS, startWeb } from "../running-web.ts";

let redis: RedisProcess;
let web: WebService;
let keyed: WebService;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url);
  keyed = await startWeb(redis.url, { API_KEYS: "key-for-tests-0123456789" });
});
afterAll(async () => {
  await web.stop();
  await keyed.stop();
  await redis.stop();
});

describe("the HTTP interface", () => {
  it("hardens every answer and does not say what it is made of", async () => {
    for (const path of ["/livez", "/nowhere", "/"]) {
      const { headers } = await ask(web.port, { path });
      expect(headers["content-security-policy"]).toBe(
        "default-src 'self';script-src 'self';style-src 'self';img-src 'self' data:;connect-src 'self';" +
          "object-src 'none';base-uri 'none';frame-ancestors 'none';form-action 'self'",
      );
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers).not.toHaveProperty("x-powered-by");
      expect(headers).not.toHaveProperty("strict-transport-security");
      expect(headers).not.toHaveProperty("access-control-allow-origin");
    }
  });

  it("answers HEAD where GET does, without a body", async () => {
    const paths = ["/livez", "/readyz", "/metrics", "/quarantine", "/notifications", "/stats", "/events"];
    for (const path of paths) {
      const answer = await ask(web.port, { method: "HEAD", path });
      expect([path, answer.status, answer.text]).toEqual([path, 200, ""]);
    }
  });

  it("says which methods an address takes", async () => {
    const wrong = await ask(web.port, { method: "PUT", path: "/notifications", headers: JSON_HEADERS });
    expect(wrong.status).toBe(405);
    expect(wrong.headers.allow).toBe("POST, GET, HEAD, OPTIONS");
    const options = await ask(web.port, { method: "OPTIONS", path: "/session" });
    expect([options.status, options.headers.allow]).toEqual([204, "POST, DELETE, OPTIONS"]);
  });

  it("knows nothing of the sandbox when none is named", async () => {
    expect((await ask(web.port, { path: "/sandbox/health" })).status).toBe(404);
    expect((await ask(web.port, { path: "/readyz" })).json()).toMatchObject({ sandbox: false });
  });

  it.each([
    ["GET", "/live"],
    ["GET", "/findings"],
    ["GET", "/channels"],
    ["POST", "/channels/a"],
    ["GET", "/subscribers"],
    ["POST", "/subscribers"],
    ["DELETE", "/subscribers/bridge"],
    ["GET", "/subscribers/bridge/messages"],
    ["GET", "/subscribers/bridge/events"],
    ["POST", "/reset"],
    ["GET", "/boards"],
    ["PUT", "/boards/a"],
    ["GET", "/boards/a"],
    ["DELETE", "/boards/a"],
    ["GET", "/boards/a/events"],
    ["GET", "/webhooks"],
    ["GET", "/webhooks/deliveries"],
    ["POST", "/webhooks/deliveries/evt_1-1/retry"],
    ["POST", "/webhooks/retry"],
  ])("lets nobody without a key %s %s", async (method, path) => {
    const answer = await ask(keyed.port, { method, path, headers: JSON_HEADERS });
    expect(answer.json()).toMatchObject({ status: 401, code: "unauthorized" });
  });

  it.each([
    ["GET", "/openapi.json"],
    ["GET", "/docs"],
  ])("refuses %s %s until it has landed", async (method, path) => {
    const answer = await ask(web.port, {
      method,
      path,
      headers: JSON_HEADERS,
      ...(method === "GET" ? {} : { body: "{}" }),
    });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ code: "not_supported" });
  });
});
