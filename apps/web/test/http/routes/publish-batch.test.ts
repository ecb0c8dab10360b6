import { connect } from "node:net";
import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { ask, BOT_AND_BRIDGE, JSON_HEADERS, listenAsBot, startWeb } from "../../running-web.ts";

const NOTE = { user_id: 42, message: "hi" };
const NDJSON = { "content-type": "application/x-ndjson" };
let redis: RedisProcess;
let web: WebService;
let bot: Awaited<ReturnType<typeof listenAsBot>>;

beforeAll(async () => {
  redis = await startRedis();
  web = await startWeb(redis.url);
  bot = await listenAsBot(redis);
});
afterAll(async () => {
  await web.stop();
  await redis.stop();
});

function publishBatch(body: string | Buffer, headers: Record<string, string> = JSON_HEADERS) {
  return ask(web.port, { method: "POST", path: "/notifications/batch", headers, body });
}

describe("POST /notifications/batch", () => {
  it("takes the good ones and says of each bad one why", async () => {
    await publishBatch(JSON.stringify([{ ...NOTE, id: "taken" }]));
    const items = [
      { ...NOTE, id: "first", via: "queue" },
      { ...NOTE, user_id: "" },
      { ...NOTE, message: "other", id: "taken" },
      { ...NOTE, user_id: "customer-8731", id: "unlinked" },
      { ...NOTE, id: "taken" },
      NOTE,
    ];
    const answer = await publishBatch(JSON.stringify(items));
    expect(answer.status).toBe(202);
    expect(answer.json()).toEqual({
      accepted: 4,
      rejected: 2,
      items: [
        { index: 0, id: "first", via: "queue", state: "accepted" },
        {
          index: 1,
          code: "invalid_notification",
          detail: expect.any(String),
          errors: [{ path: "user_id", message: expect.any(String) }],
        },
        { index: 2, code: "idempotency_mismatch", detail: expect.any(String) },
        {
          ...{ index: 3, id: "unlinked", via: "channel", state: "accepted", receivers: BOT_AND_BRIDGE },
          parked: { reason: "unlinked", until: expect.any(String) },
        },
        { index: 4, id: "taken", via: "channel", state: "accepted" },
        {
          index: 5,
          id: expect.stringMatching(/^[0-9a-f-]{36}$/),
          via: "channel",
          state: "accepted",
          receivers: BOT_AND_BRIDGE,
        },
      ],
    });
  });

  it("keeps the order of a thousand, by lines too", async () => {
    const ids = Array.from({ length: 1000 }, (_, index) => `line-${index}`);
    const lines = ids.map((id) => JSON.stringify({ ...NOTE, id })).join("\r\n\n");
    const answer = await publishBatch(`${lines}\n`, NDJSON);
    expect(answer.json()).toMatchObject({ accepted: 1000, rejected: 0 });
    const heard = () =>
      bot.heard.map((text) => (JSON.parse(text) as { id: string }).id).filter((id) => id.startsWith("line-"));
    await expect.poll(heard).toEqual(ids);
  });

  it.each([
    ["no array", '{"user_id":42,"message":"x"}', 400, "invalid_notification"],
    ["no JSON", "[{", 400, "invalid_notification"],
    ["not UTF-8", Buffer.from([0x5b, 0xff, 0x5d]), 400, "invalid_notification"],
    ["1,001 items", JSON.stringify(Array.from({ length: 1001 }, () => 0)), 413, "payload_too_large"],
    ["more than 8 MiB", Buffer.alloc(8 * 1024 * 1024 + 1, " "), 413, "payload_too_large"],
  ])("refuses as a whole what is %s", async (_name, body, status, code) => {
    const answer = await publishBatch(body);
    expect(answer.status).toBe(status);
    expect(answer.json()).toMatchObject({ code });
  });

  it("refuses other types, and one key for many", async () => {
    expect((await publishBatch("[]", { "content-type": "text/plain" })).status).toBe(415);
    const keyed = await publishBatch("[]", { ...JSON_HEADERS, "Idempotency-Key": "a" });
    expect([keyed.status, keyed.json()]).toMatchObject([400, { code: "bad_request" }]);
    expect((await publishBatch("[]")).json()).toEqual({ accepted: 0, rejected: 0, items: [] });
  });

  it("says 503, with what to repeat each with, when Redis took none", async () => {
    const client = redis.client();
    await client.config("SET", "maxmemory", "1");
    const answer = await publishBatch(JSON.stringify([{ ...NOTE, id: "full" }, NOTE, 7]));
    await client.config("SET", "maxmemory", "0");
    expect(answer.status).toBe(503);
    expect(answer.json()).toMatchObject({
      code: "redis_unavailable",
      items: [
        { index: 0, code: "redis_unavailable", id: "full" },
        { index: 1, code: "redis_unavailable", id: expect.any(String) },
        { index: 2, code: "invalid_notification" },
      ],
    });
  });

  it("takes a bounded number at a time", async () => {
    const head = `POST /notifications/batch HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
    const slow = Array.from({ length: 64 }, () => {
      const socket = connect(web.port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write(`${head}Content-Length: 2\r\n\r\n[`);
      return socket;
    });
    const refused = await waitFor(async () => {
      const answer = await publishBatch("[]");
      return answer.status === 503 && answer;
    });
    expect(refused.json()).toMatchObject({ code: "too_many_waiting" });
    for (const socket of slow) socket.destroy();
    await waitFor(async () => (await publishBatch("[]")).status === 202);
  });

  it("is what anybody may do where no keys are set and the page is read-only", async () => {
    const open = await startWeb(redis.url, { CONSOLE_READ_ONLY: "true" });
    const request = { method: "POST", path: "/notifications/batch", headers: JSON_HEADERS, body: "[]" };
    expect((await ask(open.port, request)).status).toBe(202);
    await open.stop();
  });
});
