import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { ask, JSON_HEADERS, listenAsBot, publish, startWeb } from "../../running-web.ts";

const KEY = "key-for-tests-0123456789";
let redis: RedisProcess;
let web: WebService;
let open: WebService;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url, { API_KEYS: KEY, ALLOWED_HOSTS: "127.0.0.1,bell.example" });
  open = await startWeb(redis.url);
  await listenAsBot(redis);
});
afterAll(async () => {
  await web.stop();
  await open.stop();
  await redis.stop();
});

function openSession(port: number, body: string, headers: Record<string, string> = {}) {
  return ask(port, { method: "POST", path: "/session", headers: { ...JSON_HEADERS, ...headers }, body });
}

function cookieOf(headers: { "set-cookie"?: string[] | undefined }): string {
  return headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
}

describe("/session", () => {
  it("keeps a session that is still good, without the key", async () => {
    const opened = await openSession(web.port, JSON.stringify({ key: KEY }));
    const kept = await openSession(web.port, "{}", { cookie: cookieOf(opened.headers) });
    expect([kept.status, kept.headers["set-cookie"]]).toEqual([204, undefined]);
    const strange = await openSession(web.port, "{}", { cookie: `bellwire_session=${"x".repeat(43)}` });
    expect(strange.status).toBe(401);
  });

  it("turns a key into a cookie that opens what a key opens, and ends", async () => {
    const opened = await openSession(web.port, JSON.stringify({ key: KEY }));
    expect([opened.status, opened.text]).toEqual([204, ""]);
    expect(opened.headers["set-cookie"]?.[0]).toMatch(
      /^bellwire_session=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200$/,
    );
    const cookie = cookieOf(opened.headers);
    expect((await publish(web.port, { user_id: 42, message: "hi" }, { cookie })).status).toBe(202);
    expect((await ask(web.port, { path: "/quarantine", headers: { cookie } })).status).toBe(200);

    const bare = await ask(web.port, { method: "DELETE", path: "/session", headers: { cookie } });
    expect([bare.status, bare.json()]).toMatchObject([403, { code: "header_required" }]);
    const ended = await ask(web.port, {
      method: "DELETE",
      path: "/session",
      headers: { cookie, "x-bellwire": "1" },
    });
    expect(ended.status).toBe(204);
    expect(ended.headers["set-cookie"]?.[0]).toContain(
      "bellwire_session=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0",
    );
    expect((await ask(web.port, { path: "/quarantine", headers: { cookie } })).status).toBe(401);
  });

  it("keeps only a hash, for 12 hours", async () => {
    const session =
      cookieOf((await openSession(web.port, JSON.stringify({ key: KEY }))).headers).split("=")[1] ?? "";
    const client = redis.client();
    const keys = await client.keys("*session*");
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.join()).not.toContain(session);
    for (const key of keys) expect(await client.ttl(key)).toBeGreaterThan(12 * 3600 - 60);
    client.disconnect();
  });

  it("is Secure for a page that came by https", async () => {
    const opened = await openSession(web.port, JSON.stringify({ key: KEY }), {
      origin: "https://bell.example",
    });
    expect(opened.headers["set-cookie"]?.[0]).toMatch(/; Secure$/);
    const plain = await openSession(web.port, JSON.stringify({ key: KEY }), { "x-forwarded-proto": "https" });
    expect(plain.headers["set-cookie"]?.[0]).not.toContain("Secure");
  });

  it.each([
    ["{}", 401],
    ['{"key":"wrong-key-0123456789"}', 401],
    ['{"key":""}', 401],
    ['{"key":42}', 400],
    ['{"key":null}', 400],
    ['{"password":"x"}', 400],
    ["[]", 400],
    ["nonsense", 400],
    ["", 400],
  ])("answers %j with %d and no cookie", async (body, status) => {
    const answer = await openSession(web.port, body);
    expect(answer.status).toBe(status);
    expect(answer.headers).not.toHaveProperty("set-cookie");
  });

  it("gives one for the asking where no keys are set", async () => {
    const opened = await openSession(open.port, "{}");
    expect(opened.status).toBe(204);
    const cookie = cookieOf(opened.headers);
    expect((await publish(open.port, { user_id: 42, message: "hi" }, { cookie })).status).toBe(202);
  });

  it("cannot be opened by a form of another site", async () => {
    const answer = await openSession(open.port, "{}", { "content-type": "text/plain" });
    expect(answer.status).toBe(415);
  });
});
