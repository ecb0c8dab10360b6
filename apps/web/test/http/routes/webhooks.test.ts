import { RedisLink, redisKeys, WebhookQueue } from "@bellwire/messaging";
import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WebService } from "../../../src/service.ts";
import { ask, JSON_HEADERS, startWeb } from "../../running-web.ts";
import { refusing, SECRET, startReceiver, type TestReceiver, taking } from "../../webhooks/receiver.ts";

let redis: RedisProcess;
let link: RedisLink;
let receiver: TestReceiver;
let web: WebService;
let unconfigured: WebService;

beforeAll(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "test" });
  await link.ready(5000);
  receiver = await startReceiver();
  unconfigured = await startWeb(redis.url);
  web = await startWeb(redis.url, { WEBHOOK_URL: receiver.url, WEBHOOK_SECRET: SECRET });
  await waitFor(() => link.run((client) => client.exists("notification:webhooks:position")));
});
afterAll(async () => {
  await web.stop();
  await unconfigured.stop();
  await receiver.stop();
  link.close();
  await redis.stop();
});

/** As the scripts of the delivery queue, and those of recipients, tell what happened. */
async function tell(fields: Record<string, string>, prefix = "notification"): Promise<string> {
  const { events } = redisKeys(prefix);
  const entry = await link.run((client) => client.xadd(events, "*", ...Object.entries(fields).flat()));
  return `evt_${entry}`;
}
const failed = (id: string, prefix?: string) =>
  tell({ id, user_id: "42", state: "failed", at_ms: "1700000000000", revision: "3", reason: "x" }, prefix);

async function shown(path: string, port = web.port) {
  return (await ask(port, { path })).json() as Record<string, unknown>;
}
async function deliveries(query = "", port = web.port) {
  return (await shown(`/webhooks/deliveries${query}`, port)) as {
    items: Record<string, unknown>[];
    cursor?: string;
  };
}
const retry = (
  id: string,
  { port = web.port, headers = { "x-bellwire": "1" } as Record<string, string> } = {},
) => ask(port, { method: "POST", path: `/webhooks/deliveries/${id}/retry`, headers });
const retryAll = (body: unknown, port = web.port) =>
  ask(port, { method: "POST", path: "/webhooks/retry", headers: JSON_HEADERS, body: JSON.stringify(body) });

/** Calls that were given up, in an installation of their own. */
async function giveUp(prefix: string, count: number): Promise<string[]> {
  const queue = new WebhookQueue({ redis: link, prefix, leaseMs: 60_000 });
  await queue.collect();
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push(await failed(`dead-${index}`, prefix));
  await queue.collect();
  for (const taken of await queue.take(count))
    await queue.settle(taken, { kind: "dead", error: "answered 500", status: 500 });
  return ids;
}

describe("webhooks", () => {
  it("tell the app what happened, and show what came of it", async () => {
    const id = await failed("order-1");
    const reply = await tell({
      ...{
        event: "replied",
        user_id: "ann",
        chat_id: "7",
        at_ms: "1700000000000",
        text: "Hi!",
        message_id: "9",
      },
    });
    await waitFor(async () => (await shown("/webhooks")).delivered === 2);
    expect(receiver.calls.find((call) => call.id === id)?.body).toMatchObject({
      type: "notification.failed",
      timestamp: "2023-11-14T22:13:20.000Z",
      data: { id: "order-1", user_id: 42, state: "failed", reason: "x" },
    });
    expect(receiver.calls.find((call) => call.id === reply)?.body).toMatchObject({
      type: "recipient.replied",
      data: { event: "replied", user_id: "ann", chat_id: 7, text: "Hi!" },
    });
    expect(await shown("/webhooks")).toEqual({
      configured: true,
      host: new URL(receiver.url).host,
      waiting: 0,
      dead: 0,
      delivered: 2,
      missed: 0,
    });
    const { items } = await deliveries("?state=delivered");
    expect(items.find((item) => item.id === id)).toEqual({
      id,
      type: "notification.failed",
      state: "delivered",
      attempts: 1,
      created_at: expect.stringMatching(/^20\d\d-.*Z$/),
      last_status: 204,
      user_id: 42,
      notification_id: "order-1",
    });
    expect(items.find((item) => item.id === reply)).toMatchObject({
      user_id: "ann",
      type: "recipient.replied",
    });
    const metrics = (await ask(web.port, { path: "/metrics" })).text;
    expect(metrics).toContain('bellwire_webhooks_total{outcome="delivered",service="web"} 2');
    expect((await shown("/readyz")).checks).toContainEqual(
      expect.objectContaining({ name: "webhooks", status: "ok" }),
    );
  });

  it("say that the receiver takes nothing, and are called again", async () => {
    receiver.answer(refusing(503));
    const id = await failed("order-2");
    const seen = await waitFor(async () => {
      const state = await shown("/webhooks");
      return state.failing_since === undefined ? undefined : state;
    });
    expect(seen).toMatchObject({ waiting: 1, last_error: "answered 503" });
    const [item] = (await deliveries()).items;
    expect(item).toMatchObject({ id, state: "waiting", last_status: 503, last_error: "answered 503" });
    expect(Date.parse(String(item?.next_at))).toBeGreaterThan(Date.parse(String(item?.created_at)));
    receiver.answer(taking);
    const answer = await retry(id);
    expect([answer.status, answer.json()]).toEqual([202, { id, state: "waiting" }]);
    await waitFor(() => receiver.taken().includes(id));
    await waitFor(async () => (await deliveries()).items.length === 0);
    expect((await retry(id)).json()).toMatchObject({ code: "already_ended" });
  });

  it("that were given up are made again, one by one or all since a moment", async () => {
    const env = { WEBHOOK_URL: receiver.url, WEBHOOK_SECRET: SECRET, REDIS_PREFIX: "given-up" };
    const ids = await giveUp("given-up", 3);
    const other = await startWeb(redis.url, env);
    const { port } = other;
    expect(await shown("/webhooks", port)).toMatchObject({ waiting: 0, dead: 3 });
    expect((await shown("/findings", port)).items).toContainEqual(
      expect.objectContaining({ code: "webhooks_dead" }),
    );
    const first = await deliveries("?state=dead&limit=2", port);
    const cursor = encodeURIComponent(first.cursor ?? "");
    const second = await deliveries(`?state=dead&limit=2&cursor=${cursor}`, port);
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual([...ids].reverse());
    expect(second).not.toHaveProperty("cursor");

    expect((await retry(ids[0] ?? "", { port })).status).toBe(202);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect((await retryAll({ since: tomorrow }, port)).json()).toEqual({ retried: 0 });
    expect((await retryAll({ since: "2020-01-01T00:00:00Z" }, port)).json()).toEqual({ retried: 2 });
    await waitFor(() => ids.every((id) => receiver.taken().includes(id)));
    await other.stop();
  });

  it("are not made where none are set up", async () => {
    expect(await shown("/webhooks", unconfigured.port)).toEqual({ configured: false });
    const answers = [
      await retry("evt_1-1", { port: unconfigured.port }),
      await retryAll({ since: "2020-01-01T00:00:00Z" }, unconfigured.port),
    ];
    for (const answer of answers)
      expect([answer.status, answer.json()]).toMatchObject([409, { code: "not_configured" }]);
    expect((await shown("/readyz", unconfigured.port)).checks).not.toContainEqual(
      expect.objectContaining({ name: "webhooks" }),
    );
  });

  it.each(["?state=lost", "?limit=0", "?cursor=1_x", "?cursor=", "?page=2"])("refuse %s", async (query) => {
    const answer = await ask(web.port, { path: `/webhooks/deliveries${query}` });
    expect([answer.status, answer.json()]).toMatchObject([400, { code: "invalid_query" }]);
  });

  it.each([[{}], [{ since: "yesterday" }], [{ since: "2027-01-31T09:00:00Z", all: true }], [[]]])(
    "are not made again for %j",
    async (body) => {
      expect((await retryAll(body)).json()).toMatchObject({ status: 400, code: "invalid_body" });
    },
  );

  it("do not do what a page of another site could ask for", async () => {
    expect((await retry("evt_1-1", { headers: {} })).json()).toMatchObject({ code: "header_required" });
    expect((await retry("evt_1-1")).json()).toMatchObject({ status: 404, code: "not_found" });
  });
});
