import { createLogger } from "@bellwire/runtime";
import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { type PeopleStand, startPeople } from "../../people-stand.ts";
import { ask, JSON_HEADERS, startWeb } from "../../running-web.ts";

let redis: RedisProcess;
let web: WebService;
let people: PeopleStand;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url);
  people = await startPeople(redis, web.port);
});
afterAll(async () => {
  people.stop();
  await web.stop();
  await redis.stop();
});

type Link = { url: string; qr: string; expires_at: string };
const secondsFromNow = (moment: string): number => (Date.parse(moment) - Date.now()) / 1000;

describe("POST /recipients/{user_id}/link", () => {
  it("waits for a bot that says what it is called, and says so", async () => {
    await people.presence.report("odd", { username: "not/a name" });
    const answer = await people.call("POST", "/42/link");
    expect([answer.status, answer.json()]).toMatchObject([
      503,
      { code: "bot_unknown", detail: expect.stringContaining("Start one") },
    ]);
    await people.presence.report("bot", { username: "shop_bot" });
  });

  it("makes an address that the person opens, and its picture, for a day", async () => {
    const answer = await people.call("POST", "/42/link");
    expect(answer.status).toBe(201);
    expect(answer.headers["cache-control"]).toBe("no-store");
    const { url, qr, expires_at } = answer.json() as Link;
    expect(url).toMatch(/^https:\/\/t\.me\/shop_bot\?start=[A-Za-z0-9_-]{43}$/);
    const [head, picture = ""] = qr.split(",");
    expect(head).toBe("data:image/svg+xml;base64");
    expect(Buffer.from(picture, "base64").toString()).toMatch(/^<svg [^>]*viewBox=/);
    expect(secondsFromNow(expires_at)).toBeCloseTo(86_400, -2);
  });

  it("makes one that adds the bot to a group, and lasts as long as asked", async () => {
    const answer = await people.call("POST", "/42/link", { group: true, expires_in_seconds: 60 });
    const { url, expires_at } = answer.json() as Link;
    expect(url).toMatch(/^https:\/\/t\.me\/shop_bot\?startgroup=[A-Za-z0-9_-]{43}$/);
    expect(secondsFromNow(expires_at)).toBeCloseTo(60, -1);
  });

  it("makes another each time, and each links once", async () => {
    const tokens = await Promise.all(
      Array.from({ length: 3 }, async () => {
        const { url } = (await people.call("POST", "/repeated/link", {})).json() as Link;
        return url.split("=")[1] ?? "";
      }),
    );
    expect(new Set(tokens).size).toBe(3);
    const [token = ""] = tokens;
    expect(await people.redeem(token, 7)).toMatchObject({ kind: "linked", userId: "repeated" });
    expect((await people.redeem(token, 8)).kind).toBe("used");
  });

  it("goes on while the bots are restarted", async () => {
    await people.presence.withdraw("bot");
    expect((await people.call("POST", "/42/link")).status).toBe(201);
    await people.presence.report("bot", { username: "renamed_bot" });
    expect((await people.call("POST", "/42/link")).text).toContain("t.me/renamed_bot?");
  });

  it.each(["customer-8731", "a/b?c#d e", "Ünal 石", "0", "...", "x".repeat(128)])(
    "takes the user %j",
    async (userId) => {
      expect((await people.call("POST", `/${encodeURIComponent(userId)}/link`)).status).toBe(201);
      expect((await people.call("GET", `/${encodeURIComponent(userId)}`)).json()).toMatchObject({
        user_id: userId,
        state: "pending",
      });
    },
  );

  it.each(["%20", "..", "%2E", "a%0Ab", "x".repeat(129)])("takes no user %j", async (path) => {
    const answer = await people.call("POST", `/${path}/link`);
    expect([answer.status, answer.json()]).toMatchObject([
      400,
      { code: "bad_request", detail: expect.stringContaining("user_id must") },
    ]);
  });

  it.each([
    { expires_in_seconds: 59 },
    { expires_in_seconds: 604_801 },
    { expires_in_seconds: 60.5 },
    { expires_in_seconds: "60" },
    { group: "yes" },
    { expires_in: 60 },
  ])("refuses %j", async (body) => {
    const answer = await people.call("POST", "/42/link", body);
    expect([answer.status, answer.json()]).toMatchObject([400, { code: "invalid_body" }]);
  });

  it("is out of reach for a page of another site", async () => {
    const path = "/recipients/42/link";
    const bare = await ask(web.port, { method: "POST", path });
    expect([bare.status, bare.json()]).toMatchObject([403, { code: "header_required" }]);
    const headers = { ...JSON_HEADERS, origin: "https://elsewhere.example" };
    expect((await ask(web.port, { method: "POST", path, headers, body: "{}" })).status).toBe(403);
  });

  it("is in no log, whatever the level", async () => {
    const lines: string[] = [];
    const destination = { write: (line: string) => void lines.push(line) };
    const logger = createLogger({ service: "web", level: "trace", destination });
    const other = await startWeb(redis.url, {}, { logger });
    const path = "/recipients/somebody/link";
    const answer = await ask(other.port, { method: "POST", path, headers: JSON_HEADERS, body: "{}" });
    await waitFor(() => lines.some((line) => line.includes("/recipients/:user_id/link")));
    await other.stop();
    const [, token = "no token"] = (answer.json() as Link).url.split("=");
    expect(lines.join("")).not.toContain(token);
    expect(lines.join("")).not.toContain("somebody");
  });

  it("is refused in words by a full Redis", async () => {
    const client = redis.client();
    await client.config("SET", "maxmemory", "1");
    const answer = await people.call("POST", "/42/link");
    await client.config("SET", "maxmemory", "0");
    expect([answer.status, answer.json()]).toMatchObject([503, { code: "redis_unavailable" }]);
  });
});
