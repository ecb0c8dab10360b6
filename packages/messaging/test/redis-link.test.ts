import { inspect } from "node:util";
import {
  type Proxy as FaultyProxy,
  type RedisProcess,
  startProxy,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RedisUnavailableError } from "../src/redis-errors.ts";
import { RedisLink, reconnectDelayMs } from "../src/redis-link.ts";

const COMMAND_TIMEOUT_MS = 300;

let redis: RedisProcess;
let proxy: FaultyProxy;
let link: RedisLink;
const troubles: RedisUnavailableError[] = [];

beforeEach(async () => {
  redis = await startRedis();
  proxy = await startProxy({ port: redis.port });
  troubles.length = 0;
  link = openLink(proxy.url());
  await link.ready(5000);
});
afterEach(async () => {
  link.close();
  link.close();
  await proxy.close();
  await redis.stop();
});

function openLink(url: string): RedisLink {
  return new RedisLink({
    url,
    name: "test",
    commandTimeoutMs: COMMAND_TIMEOUT_MS,
    onTrouble: (trouble) => troubles.push(trouble),
  });
}

const ping = () => link.run((client) => client.ping());
const recovered = () => waitFor(ping, { what: "an answer of Redis" });

async function troubleOf(command: Promise<unknown>): Promise<RedisUnavailableError> {
  const error = await command.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof RedisUnavailableError) return error;
  throw new Error(`expected a RedisUnavailableError, got ${inspect(error)}`);
}

describe("RedisLink", () => {
  it("answers, and is called by its name", async () => {
    expect(await ping()).toBe("PONG");
    expect(await link.run((client) => client.client("GETNAME"))).toBe("test");
  });

  it("gives a command up while Redis is stopped, and recovers when it goes on", async () => {
    redis.pause();
    expect((await troubleOf(ping())).trouble).toBe("timeout");
    await waitFor(async () => (await troubleOf(ping())).trouble === "disconnected");
    redis.resume();
    expect(await recovered()).toBe("PONG");
  });

  it("fails at once while Redis is gone, and recovers when it is back", async () => {
    await redis.kill();
    await waitFor(async () => (await troubleOf(ping())).trouble === "disconnected");
    await redis.restart();
    expect(await recovered()).toBe("PONG");
  });

  it("replaces a connection that is silent without being closed", async () => {
    proxy.blackhole(true);
    await troubleOf(ping());
    // What was open stays dead: only a new connection can answer.
    proxy.blackhole(false);
    expect(await recovered()).toBe("PONG");
  });

  it("comes up by itself where Redis is silent during the handshake", async () => {
    redis.pause();
    const early = openLink(proxy.url());
    await expect(early.ready(50)).rejects.toThrow(RedisUnavailableError);
    expect((await troubleOf(early.run((client) => client.ping()))).trouble).toBe("disconnected");
    redis.resume();
    await early.ready(10_000);
    expect(await early.run((client) => client.ping())).toBe("PONG");
    early.close();
  });

  it("does not send a PUBLISH twice when its reply was lost", async () => {
    const listener = redis.client();
    const heard: string[] = [];
    listener.on("message", (_channel: string, message: string) => heard.push(message));
    await listener.subscribe("news");
    proxy.dropReplies(({ request }) => request.toString().toLowerCase().includes("publish"));
    expect((await troubleOf(link.run((client) => client.publish("news", "once")))).trouble).toBe(
      "disconnected",
    );
    await recovered();
    await link.run((client) => client.publish("news", "last"));
    await waitFor(() => heard.includes("last"));
    expect(heard).toEqual(["once", "last"]);
  });

  it("does not write what was asked for while Redis was away", async () => {
    await redis.kill();
    await waitFor(async () => (await troubleOf(ping())).trouble === "disconnected");
    await troubleOf(link.run((client) => client.set("late", "1")));
    await redis.restart();
    await recovered();
    expect(await redis.client().exists("late")).toBe(0);
  });

  it("says what Redis refused, in words of ours and without arguments", async () => {
    const secret = "the text of a person";
    const admin = redis.client();
    await admin.lpush("list", "1");
    const wrongType = await troubleOf(link.run((client) => client.get("list")));
    expect(wrongType).toMatchObject({ trouble: "refused", message: expect.stringContaining("WRONGTYPE") });
    await admin.config("SET", "maxmemory", "1");
    const full = await troubleOf(link.run((client) => client.set("key", secret)));
    expect(full.trouble).toBe("full");
    await admin.config("SET", "maxmemory", "0");
    await admin.acl("SETUSER", "default", "-set");
    const denied = await troubleOf(link.run((client) => client.set("key", secret)));
    expect(denied.trouble).toBe("no_permission");
    redis.pause();
    const silent = await troubleOf(link.run((client) => client.publish("news", secret)));
    const gone = link.run((client) => client.publish("news", secret));
    redis.resume();
    await gone.catch(() => {});
    await admin.config("SET", "min-replicas-to-write", "1");
    await recovered();
    const alone = await troubleOf(link.run((client) => client.incr("key")));
    expect(alone.trouble).toBe("read_only");
    for (const error of [wrongType, full, denied, silent, alone, ...troubles]) {
      expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(secret);
      expect(error.cause).toBeUndefined();
    }
  });

  it("says that a password is refused, and works once it is right", async () => {
    await redis.client().config("SET", "requirepass", "right");
    const wrong = openLink(proxy.url().replace("//", "//:wrong-password@"));
    await waitFor(() => troubles.some(({ trouble }) => trouble === "no_permission"));
    expect(inspect(troubles, { showHidden: true })).not.toContain("wrong-password");
    wrong.close();
    const right = openLink(proxy.url().replace("//", "//:right@"));
    await right.ready(5000);
    right.close();
  });
});

describe("reconnectDelayMs", () => {
  it("doubles from 50 ms to one second", () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 100].map((attempt) => reconnectDelayMs(attempt, () => 0));
    expect(delays).toEqual([50, 100, 200, 400, 800, 1000, 1000, 1000]);
    expect(reconnectDelayMs(1, () => 0.999)).toBe(149);
  });
});
