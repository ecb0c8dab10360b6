import { type Proxy as FaultProxy, startProxy, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stack, startStack } from "../src/stack.ts";

/** Longer than a paused Redis (10 s) and everything that has to notice it. */
const OUTAGE_TEST_MS = 60_000;

let stack: Stack;
let proxy: FaultProxy | undefined;
beforeAll(async () => {
  stack = await startStack({
    redis: { aof: true },
    botRedisUrl: async (redis) => {
      proxy = await startProxy({ port: redis.port });
      return proxy.url();
    },
  });
});
afterAll(async () => {
  await stack.stop();
  await proxy?.close();
});

let nextChat = 1000;

/** After an outage: waits until both services say that they are ready, then nothing may be missed. */
async function expectNothingMissed(): Promise<void> {
  await stack.ready();
  nextChat += 1;
  const chat = nextChat;
  const texts = Array.from({ length: 20 }, (_, index) => `after the outage ${index}`);
  for (const text of texts) expect((await stack.publish(chat, text)).status).toBe(202);
  await waitFor(() => stack.received(chat).length >= texts.length, {
    what: "all messages published after the outage",
  });
  expect(stack.received(chat)).toEqual(texts);
}

async function noneIsReady(): Promise<boolean> {
  const web = (await (await fetch(`${stack.webUrl}/readyz`)).json()) as { status: string };
  return web.status !== "ready" && (await stack.botHealth(0)).status !== "ready";
}

describe("both services are ready again by themselves", { timeout: OUTAGE_TEST_MS }, () => {
  it("after kill -9 and restart of Redis", async () => {
    await stack.redis.kill();
    const answer = await stack.publish(1, "while Redis is away");
    expect(answer).toMatchObject({
      status: 503,
      body: { code: "redis_unavailable", id: expect.any(String) },
    });
    // What they said of Redis before is up to a look old: from here on "ready" is said of the one that was started again.
    await waitFor(noneIsReady, { timeoutMs: 10_000, what: "both services to notice that Redis is away" });
    await stack.redis.restart();
    await expectNothingMissed();
  });

  it("after kill -9 and restart of web", async () => {
    stack.web.kill("SIGKILL");
    await stack.web.exited;
    await stack.startWeb();
    await expectNothingMissed();
  });

  it("after kill -9 and restart of the bot", async () => {
    stack.bots[0]?.kill("SIGKILL");
    await stack.bots[0]?.exited;
    await stack.startBot(0);
    await expectNothingMissed();
  });

  it("after Redis stood still for 10 s; web answers 503 within 2 s meanwhile", async () => {
    stack.redis.pause();
    const resumed = new Promise<void>((resolve) => {
      setTimeout(() => {
        stack.redis.resume();
        resolve();
      }, 10_000);
    });
    const begunAtMs = performance.now();
    const answer = await stack.publish(1, "while Redis stands still");
    expect(answer).toMatchObject({ status: 503, body: { code: "redis_unavailable" } });
    expect(performance.now() - begunAtMs).toBeLessThan(2000);
    await resumed;
    await expectNothingMissed();
  });

  it("after the subscriber's connection became a black hole; noticed within 10 s", async () => {
    proxy?.blackhole(true);
    const noticed = async () =>
      (await stack.botHealth(0)).checks.some(
        ({ name, status }) => name === "subscription" && status === "fail",
      );
    await waitFor(noticed, { timeoutMs: 10_000, what: "the bot to notice the black hole" });
    proxy?.blackhole(false);
    await expectNothingMissed();
  });

  it("after every connection of the bot was cut, again and again", async () => {
    for (let round = 0; round < 5; round += 1) {
      proxy?.cut();
      await stack.ready();
    }
    await expectNothingMissed();
  });
});
