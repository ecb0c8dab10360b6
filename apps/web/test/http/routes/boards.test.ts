import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { type Answer, ask, JSON_HEADERS, startWeb } from "../../running-web.ts";

const INTENT = { "x-bellwire": "1" };
let redis: RedisProcess;
let web: WebService;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url);
});
beforeEach(async () => void (await redis.client().flushall()));
afterAll(async () => {
  await web.stop();
  await redis.stop();
});

type Put = { revision: number; at: string; receivers: number; next: string };
type Shown = { board: string; value: unknown; revision: number; expires_at: string; next: string };

function putText(board: string, body: string): Promise<Answer> {
  return ask(web.port, { method: "PUT", path: `/boards/${board}`, headers: JSON_HEADERS, body });
}

function put(board: string, value: unknown, more: object = {}): Promise<Answer> {
  return putText(board, JSON.stringify({ value, ...more }));
}

function get(path: string): Promise<Answer> {
  return ask(web.port, { path });
}

describe("boards", () => {
  it("show what was put there last, and the address to call for the next", async () => {
    const first = (await put("deploy", { percent: 10 })).json() as Put;
    expect(first).toEqual({
      revision: expect.any(Number),
      at: expect.stringMatching(/^20.*Z$/),
      receivers: 0,
      next: `/boards/deploy?after=${first.revision}&wait=30`,
    });
    const second = (await put("deploy", { percent: 20 })).json() as Put;
    expect(second.revision).toBeGreaterThan(first.revision);
    const answer = await get("/boards/deploy");
    expect(answer.headers["cache-control"]).toBe("no-store");
    expect(answer.json()).toEqual({
      board: "deploy",
      value: { percent: 20 },
      revision: second.revision,
      at: second.at,
      expires_at: expect.stringMatching(/Z$/),
      next: second.next,
    });
  });

  it.each([null, 0, "", false, [], { a: [1, "ü\n"] }, { ["__proto__"]: 1 }])("hold %j", async (value) => {
    await put("any", value);
    expect(((await get("/boards/any")).json() as Shown).value).toEqual(value);
  });

  it("stay a day, or as long as is said", async () => {
    const staysSeconds = async () => {
      const { expires_at } = (await get("/boards/a")).json() as Shown;
      return Math.round((Date.parse(expires_at) - Date.now()) / 1000);
    };
    await put("a", 1);
    expect(Math.abs((await staysSeconds()) - 86_400)).toBeLessThan(60);
    await put("a", 1, { ttl_seconds: 1000 });
    expect(Math.abs((await staysSeconds()) - 1000)).toBeLessThan(60);
    await put("a", 1, { ttl_seconds: 1 });
    await waitFor(async () => (await get("/boards/a")).status === 404);
  });

  it("are listed, those changed last first, and removed", async () => {
    for (const board of ["a", "b", "c"]) await put(board, board);
    await put("a", "again");
    const { items, more } = (await get("/boards")).json() as { items: Shown[]; more: boolean };
    expect([items.map(({ board, value }) => [board, value]), more]).toEqual([
      [
        ["a", "again"],
        ["c", "c"],
        ["b", "b"],
      ],
      false,
    ]);
    expect((await get("/boards?limit=2")).json()).toMatchObject({ items: [{}, {}], more: true });
    const remove = (headers: Record<string, string>) =>
      ask(web.port, { method: "DELETE", path: "/boards/a", headers });
    expect((await remove({})).json()).toMatchObject({ code: "header_required" });
    expect((await remove(INTENT)).status).toBe(204);
    expect((await remove(INTENT)).status).toBe(404);
    expect((await get("/boards/a")).json()).toMatchObject({ status: 404, code: "not_found" });
  });

  it.each([
    ["{}"],
    ["1"],
    ['{"value":1,"ttl_seconds":0}'],
    ['{"value":1,"ttl_seconds":2592001}'],
    ['{"value":1,"ttl_seconds":1.5}'],
    ['{"value":1,"ttl_seconds":"60"}'],
    ['{"value":1,"more":1}'],
    ['{"value":90071992547409931234}'],
    ["{"],
  ])("refuse the body %s", async (body) => {
    expect((await putText("a", body)).json()).toMatchObject({ status: 400, code: "invalid_body" });
  });

  it("refuse names that no board has, and values that are too large", async () => {
    expect((await put("a%20b", 1)).json()).toMatchObject({ code: "bad_request" });
    for (const name of ["a".repeat(129), "%2E", "%2e%2E"])
      expect((await put(name, 1)).json()).toMatchObject({ code: "bad_request" });
    expect((await get("/boards/a%20b")).status).toBe(404);
    expect((await put("a", "x".repeat(65_534))).status).toBe(200);
    expect((await put("a", "x".repeat(65_535))).json()).toMatchObject({ code: "payload_too_large" });
  });

  it("show null where a stranger wrote what is no JSON", async () => {
    const stored = '{"revision":5,"at_ms":99999999999999999,"expires_at_ms":1,"value":{broken}';
    await redis.client().set("notification:board:odd", stored);
    expect((await get("/boards/odd")).status).toBe(404);
    await redis
      .client()
      .set("notification:board:odd", stored.replace("99999999999999999", "9999999999999999"));
    expect((await get("/boards/odd")).json()).toMatchObject({ value: null, at: "1970-01-01T00:00:00.000Z" });
  });

  it("are refused while there are too many", async () => {
    const far = Date.now() + 1e9;
    const members = Array.from({ length: 10_000 }, (_, at) => [far, `b${at}`]).flat();
    await redis.client().zadd("notification:boards", ...members);
    expect((await put("one-more", 1)).json()).toMatchObject({ status: 429, code: "too_many_boards" });
  });
});

describe("GET /boards/{board}?wait=", () => {
  it("answers at once with what is newer, else as soon as it is put", async () => {
    const { next, revision } = (await put("a", 1)).json() as Put;
    expect((await get(`/boards/a?wait=60&after=${revision - 1}`)).json()).toMatchObject({ value: 1 });
    expect((await get("/boards/a?wait=60")).json()).toMatchObject({ value: 1 });
    const waiting = get(next);
    await put("a", 2);
    const second = (await waiting).json() as Shown;
    expect(second).toMatchObject({ value: 2 });
    const further = get(second.next);
    await put("a", 3);
    expect((await further).json()).toMatchObject({ value: 3 });
  });

  it("waits for the first value too", async () => {
    const waiting = get("/boards/new?wait=60");
    await waitFor(
      async () => ((await redis.client().pubsub("NUMSUB", "notification:board:new")) as unknown[])[1] === 1,
    );
    await put("new", "here");
    expect((await waiting).json()).toMatchObject({ value: "here" });
  });

  it("answers as it is when the wait is over", async () => {
    const { revision } = (await put("a", 1)).json() as Put;
    expect((await get(`/boards/a?wait=1&after=${revision}`)).json()).toMatchObject({ value: 1, revision });
    expect((await get("/boards/none?wait=1")).status).toBe(404);
  });

  it("refuses what is no wait and no revision", async () => {
    for (const query of ["wait=61", "wait=-1", "after=x", "more=1"])
      expect((await get(`/boards/a?${query}`)).json()).toMatchObject({ code: "invalid_query" });
  });

  it("is answered when the service stops", async () => {
    const stopping = await startWeb(redis.url);
    const waiting = ask(stopping.port, { path: "/boards/none?wait=60" });
    await waitFor(
      async () => ((await redis.client().pubsub("NUMSUB", "notification:board:none")) as unknown[])[1] === 1,
    );
    await stopping.stop();
    expect((await waiting).status).toBe(404);
  });
});
