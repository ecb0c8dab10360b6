import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../src/service.ts";
import { ask, startWeb } from "../running-web.ts";

const folder = mkdtempSync(join(tmpdir(), "bellwire-page-"));
let redis: RedisProcess;
let web: WebService;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(
    redis.url,
    { API_KEYS: "key-for-tests-0123456789" },
    { consoleFolder: join(folder, "dist") },
  );
});
afterAll(async () => {
  await web.stop();
  await redis.stop();
  rmSync(folder, { recursive: true });
});

describe("consoleFiles", () => {
  it("says how to build the page, and serves it once it is built", async () => {
    const missing = await ask(web.port, { path: "/" });
    expect(missing.status).toBe(503);
    expect(missing.json()).toMatchObject({
      code: "page_missing",
      detail: expect.stringContaining("npm run build"),
    });

    mkdirSync(join(folder, "dist/assets"), { recursive: true });
    writeFileSync(join(folder, "dist/index.html"), "<!doctype html><title>Bellwire</title>");
    writeFileSync(join(folder, "dist/assets/app-1a2b3c.js"), "export {};");
    writeFileSync(join(folder, "dist/.hidden"), "hidden");
    writeFileSync(join(folder, "outside"), "outside");

    for (const path of ["/", "/index.html"]) {
      const page = await ask(web.port, { path });
      expect([page.status, page.headers["cache-control"]]).toEqual([200, "no-cache"]);
      expect(page.headers["content-type"]).toMatch(/^text\/html/);
      expect(page.text).toContain("Bellwire");
    }
    const script = await ask(web.port, { path: "/assets/app-1a2b3c.js" });
    expect([script.status, script.headers["cache-control"]]).toEqual([
      200,
      "public, max-age=31536000, immutable",
    ]);
    expect(script.headers["content-type"]).toMatch(/^text\/javascript/);
    const again = await ask(web.port, {
      path: "/",
      headers: { "if-none-match": String((await ask(web.port, { path: "/" })).headers.etag) },
    });
    expect([again.status, again.text]).toEqual([304, ""]);
  });

  it.each([
    "/.hidden",
    "/../outside",
    "/..%2foutside",
    "/%2e%2e/outside",
    "/assets/../../outside",
    "/assets",
    "/%00",
  ])("gives nothing away at %s", async (path) => {
    const answer = await ask(web.port, { path });
    expect(answer.status).toBe(401);
    expect(answer.text).not.toContain("outside");
  });
});
