import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import {
  freePort,
  repoRoot,
  requireTool,
  type ServiceProcess,
  spawnService,
  waitFor,
} from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postJson, type Stack, startStack } from "../src/stack.ts";
import { type WebhookReceiver, webhookReceiver } from "../src/webhook-receiver.ts";

const SECRET = `whsec_${randomBytes(32).toString("base64")}`;
const PYTHON = process.env.BELLWIRE_PYTHON ?? "/usr/bin/python3";
/** How long the receiver is down at least; 0: until some tries have failed. */
const DOWN_MS = Number(process.env.BELLWIRE_WEBHOOK_DOWN_MS ?? 0);
/** So many calls one web has under way. */
const UNDER_WAY_MAX = 8;

let receiver: WebhookReceiver;
let stack: Stack;
let other: ServiceProcess;
let otherPort: number;

beforeAll(async () => {
  receiver = await webhookReceiver(SECRET);
  await receiver.start("js");
  const env = { WEBHOOK_URL: receiver.url, WEBHOOK_SECRET: SECRET, LOG_LEVEL: "trace" };
  stack = await startStack({ bots: 2, env });
  otherPort = await freePort();
  await startOther();
  await waitFor(async () => (await read("/webhooks")).configured, { what: "web to know of the receiver" });
});
afterAll(async () => {
  await other.stop();
  await stack.stop();
  await receiver.kill();
});

/** A second web, that shares the calls with the first. */
async function startOther(): Promise<void> {
  const env = { REDIS_URL: stack.redis.url, PORT: String(otherPort) };
  const webhook = { WEBHOOK_URL: receiver.url, WEBHOOK_SECRET: SECRET };
  const entry = join(repoRoot, "apps/web/dist/main.js");
  other = await spawnService({ name: "other web", entry, env: { ...env, ...webhook } });
  await waitFor(async () => (await fetch(`http://127.0.0.1:${otherPort}/readyz`)).ok, {
    what: "the other web",
  });
}

async function read(path: string): Promise<Record<string, unknown>> {
  return (await (await fetch(`${stack.webUrl}${path}`)).json()) as Record<string, unknown>;
}

async function publish(count: number, name: string): Promise<string[]> {
  const ids = Array.from({ length: count }, (_, index) => `${name}-${index}`);
  for (const [index, id] of ids.entries()) {
    const notification = { id, user_id: (index % 20) + 1, message: id, via: "queue" };
    const { status } = await postJson(`${stack.webUrl}/notifications`, notification);
    expect(status).toBe(202);
  }
  return ids;
}

const toldIds = () => receiver.told.map(({ id }) => id);
const toldOf = (name: string) =>
  receiver.told.filter(({ event }) => String(event.data.id).startsWith(`${name}-`));
/** The notifications that the receiver was told were sent, each once. */
const sentOf = (name: string) => [...new Set(toldOf(name).map(({ event }) => String(event.data.id)))].sort();

describe("the app", () => {
  it("hears what became of each notification, once", async () => {
    const ids = await publish(100, "plain");
    await waitFor(() => toldOf("plain").length >= ids.length, { timeoutMs: 20_000 });
    await waitFor(async () => (await read("/webhooks")).waiting === 0);
    expect(toldOf("plain")).toHaveLength(ids.length);
    expect(sentOf("plain")).toEqual([...ids].sort());
    expect(toldOf("plain")[0]).toEqual({
      id: expect.stringMatching(/^evt_\d+-\d+$/),
      event: {
        type: "notification.sent",
        timestamp: expect.stringMatching(/^20.*Z$/),
        data: expect.objectContaining({ state: "sent", message_id: expect.any(Number) }),
      },
    });
  });

  it("hears of what could not be sent", async () => {
    stack.sandbox.block(77);
    stack.sandbox.addFault({
      kind: "400",
      chat_id: 78,
      count: 1,
      description: "Bad Request: message is too long",
    });
    for (const user_id of [77, 78])
      await postJson(`${stack.webUrl}/notifications`, { user_id, message: "?", id: `bad-${user_id}` });
    await waitFor(() => toldOf("bad").length === 2);
    const types = Object.fromEntries(toldOf("bad").map(({ event }) => [String(event.data.id), event.type]));
    expect(types).toEqual({ "bad-77": "notification.parked", "bad-78": "notification.failed" });
  });

  it("misses nothing when a web is killed while it calls", { timeout: 90_000 }, async () => {
    const publishing = publish(300, "killed");
    await waitFor(() => toldOf("killed").length > 30);
    other.kill("SIGKILL");
    const ids = await publishing;
    // What the killed one had in hand comes when its lease is over.
    await waitFor(() => sentOf("killed").length === ids.length, { timeoutMs: 60_000 });
    await waitFor(async () => (await read("/webhooks")).waiting === 0, { timeoutMs: 60_000 });
    expect(sentOf("killed")).toEqual([...ids].sort());
    expect(toldOf("killed").length - ids.length).toBeLessThanOrEqual(UNDER_WAY_MAX);
    await startOther();
  });

  const timeout = 120_000 + 4 * DOWN_MS;
  it("misses nothing, and is told nothing twice, after it was down", { timeout }, async () => {
    await receiver.kill();
    const before = toldIds().length;
    const downSinceMs = Date.now();
    const ids = await publish(60, "down");
    await waitFor(async () => (await read("/webhooks")).waiting === ids.length, {
      what: "all calls to wait",
    });
    const failedOften = async () => {
      const { items } = (await read("/webhooks/deliveries?limit=200")) as { items: { attempts: number }[] };
      const tries = items.reduce((sum, { attempts }) => sum + attempts, 0);
      return tries >= 6 && Date.now() - downSinceMs >= DOWN_MS;
    };
    await waitFor(failedOften, {
      ...{ timeoutMs: 30_000 + DOWN_MS, everyMs: 200, what: "tries to fail" },
    });
    expect(await read("/webhooks")).toMatchObject({
      waiting: ids.length,
      failing_since: expect.stringMatching(/^20/),
      last_error: "ECONNREFUSED",
    });
    other.kill("SIGKILL");
    await other.exited;
    await startOther();
    await receiver.start("js");
    await waitFor(async () => (await read("/webhooks")).waiting === 0, {
      timeoutMs: timeout - 40_000,
      everyMs: 200,
    });
    expect(sentOf("down")).toEqual([...ids].sort());
    const since = toldIds().slice(before);
    expect(new Set(since).size).toBe(since.length);
    expect(await read("/webhooks")).not.toHaveProperty("failing_since");
  });

  it("is not deceived by a call of somebody else", async () => {
    await expectRefusesForged();
  });

  it.skipIf(!requireTool("python3", hasPython()))("hears the same in Python", async () => {
    await receiver.kill();
    await receiver.start("python");
    await expectRefusesForged();
    const ids = await publish(10, "python");
    await waitFor(() => sentOf("python").length === ids.length, { timeoutMs: 20_000 });
    expect(toldOf("python")).toHaveLength(ids.length);
  });

  it("has its secret and its address in no log", () => {
    for (const service of [...stack.services, other]) {
      expect(service.output()).not.toContain(SECRET.slice("whsec_".length));
      expect(service.output()).not.toContain(receiver.url);
    }
  });
});

function hasPython(): boolean {
  try {
    execFileSync(PYTHON, ["-c", "''.removeprefix('')"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function expectRefusesForged(): Promise<void> {
  const before = receiver.told.length;
  const headers = {
    "webhook-id": "evt_1-1",
    "webhook-timestamp": String(Math.floor(Date.now() / 1000)),
    "webhook-signature": `v1,${randomBytes(32).toString("base64")}`,
  };
  const answer = await fetch(receiver.url, { method: "POST", headers, body: "{}" });
  expect([answer.status, receiver.told.length]).toEqual([400, before]);
}
