import { Quarantine, RedisLink, redisKeys } from "@bellwire/messaging";
import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { ask, startWeb } from "../../running-web.ts";

let redis: RedisProcess;
let link: RedisLink;
let web: WebService;

beforeAll(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "test" });
  await link.ready(5000);
  web = await startWeb(redis.url);
});
afterAll(async () => {
  await web.stop();
  link.close();
  await redis.stop();
});

type Page = { items: Record<string, unknown>[]; cursor?: string };

async function pageOf(query: string): Promise<Page> {
  return (await ask(web.port, { path: `/quarantine${query}` })).json() as Page;
}

describe("GET /quarantine", () => {
  it("is an empty page when nothing was malformed", async () => {
    expect(await pageOf("")).toEqual({ items: [] });
  });

  it("shows payloads raw, newest first, page by page", async () => {
    const quarantine = new Quarantine(link, redisKeys("notification").quarantine);
    const long = Buffer.concat([Buffer.alloc(16 * 1024 - 1, "x"), Buffer.from("é and more")]);
    const entry = { door: "channel", reason: "invalid_json", detail: "Not JSON." };
    const raws = [Buffer.from("first"), Buffer.from([0xff, 0x00]), long];
    for (const raw of raws) await quarantine.add([{ ...entry, raw }]);

    const first = await pageOf("?limit=2");
    expect(first.items).toEqual([
      {
        id: expect.stringMatching(/^\d+-\d+$/),
        at: expect.stringMatching(/^20\d\d-.*Z$/),
        ...entry,
        bytes: long.length,
        raw_base64: long.subarray(0, 16 * 1024).toString("base64"),
        text: "x".repeat(16 * 1024 - 1),
        truncated: true,
      },
      expect.objectContaining({ bytes: 2, raw_base64: "/wA=", text: null, truncated: false }),
    ]);
    const second = await pageOf(`?limit=2&cursor=${first.cursor}`);
    expect(second).toEqual({ items: [expect.objectContaining({ text: "first", bytes: 5 })] });
  });

  it.each([
    "?limit=0",
    "?limit=201",
    "?limit=ten",
    "?limit=1&limit=2",
    "?cursor=x",
    "?cursor=",
    "?page=2",
    "?__proto__=1",
  ])("refuses %s", async (query) => {
    const answer = await ask(web.port, { path: `/quarantine${query}` });
    expect(answer.status).toBe(400);
    expect(answer.json()).toMatchObject({ code: "invalid_query" });
  });
});
