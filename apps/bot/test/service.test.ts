import { DeliveryDesk, RedisLink } from "@bellwire/messaging";
import { type Sandbox, startSandbox } from "@bellwire/sandbox";
import { freePort, type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BotServiceOverrides, createBotService } from "../src/service.ts";

let redis: RedisProcess;
let sandbox: Sandbox;
let link: RedisLink;
let desk: DeliveryDesk;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  redis = await startRedis();
  sandbox = await startSandbox();
  link = new RedisLink({ url: redis.url, name: "desk" });
  desk = new DeliveryDesk({ redis: link, prefix: "notification" });
  await link.ready(5000);
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  link.close();
  await sandbox.close();
  await redis.stop();
});

type Readiness = { status: string; checks: { name: string; status: string; words: string }[] };

async function startBot(env: Record<string, string> = {}, overrides?: BotServiceOverrides) {
  const port = await freePort();
  const variables = {
    REDIS_URL: redis.url,
    BOT_PORT: String(port),
    TELEGRAM_BOT_TOKEN: sandbox.token,
    TELEGRAM_API_ROOT: sandbox.url,
    LOG_LEVEL: "silent",
    ...env,
  };
  const service = createBotService(variables, overrides);
  await service.start();
  stops.push(service.stop);
  const readiness = async (): Promise<Readiness> =>
    (await (await fetch(`http://127.0.0.1:${port}/readyz`)).json()) as Readiness;
  const words = async (name: string) =>
    (await readiness()).checks.find((check) => check.name === name)?.words;
  await waitFor(async () => (await readiness()).status === "ready");
  return { service, readiness, words };
}

const texts = () => sandbox.chat(42).messages.map(({ text }) => text);
const notify = (message: string) =>
  redis.client().publish("notification", JSON.stringify({ user_id: 42, message }));

describe("createBotService", () => {
  it("carries a message from the channel to the chat, and answers commands", async () => {
    const { words } = await startBot();
    expect(await notify("hello")).toBe(1);
    await waitFor(() => texts().includes("hello"));
    await waitFor(async () => (await words("updates")) === "Listening to what people write.");
    sandbox.personWrites(42, "/start");
    await waitFor(() => texts().some((text) => text.includes("Your user id is 42.")));
  });

  it("sends one copy where two bots listen, and the second takes over when the first leaves", async () => {
    const first = await startBot();
    expect(await first.words("intake")).toBe("This bot takes in notifications.");
    const second = await startBot();
    expect(await second.words("intake")).toContain("stands by");
    expect(await notify("one")).toBe(2);
    await waitFor(() => texts().includes("one"));
    await first.service.stop();
    await waitFor(async () => (await second.words("intake")) === "This bot takes in notifications.");
    await notify("two");
    await waitFor(() => texts().includes("two"));
    expect(texts()).toEqual(["one", "two"]);
  });

  it("parks what is for somebody who left, and brings it when they write again", async () => {
    const { words } = await startBot({ TELEGRAM_CHAT_INTERVAL_MS: "0" });
    await waitFor(async () => (await words("updates")) === "Listening to what people write.");
    sandbox.block(42);
    for (const message of ["1", "2", "3"]) await notify(message);
    await waitFor(async () => (await desk.stats()).states.parked === 3);
    expect(sandbox.stats().refused["403"]).toBe(1);
    sandbox.openDeepLink(42);
    await waitFor(() => texts().includes("3"));
    expect(texts().filter((text) => /^\d$/.test(text))).toEqual(["1", "2", "3"]);
  });

  it("sends through whatever it is given in Telegram's place", async () => {
    const sent: number[] = [];
    await startBot(
      {},
      {
        send: async ({ chat_id }) => {
          sent.push(chat_id);
          return { kind: "answered", answer: { messageId: 1 } };
        },
      },
    );
    await notify("hello");
    await waitFor(() => sent.length === 1);
    expect([sent, texts()]).toEqual([[42], []]);
  });

  it("is ready again by itself after Redis was gone, and misses nothing after that", async () => {
    const { readiness } = await startBot();
    await redis.kill();
    await waitFor(async () => (await readiness()).status === "not_ready");
    await redis.restart();
    await waitFor(async () => (await readiness()).status === "ready");
    await notify("after the restart");
    await waitFor(() => texts().includes("after the restart"));
  });
});
