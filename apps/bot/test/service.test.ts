import { type Sandbox, startSandbox } from "@bellwire/sandbox";
import { freePort, type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBotService } from "../src/service.ts";

let redis: RedisProcess;
let sandbox: Sandbox;
const stops: (() => Promise<void>)[] = [];

beforeEach(async () => {
  redis = await startRedis();
  sandbox = await startSandbox();
});
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await sandbox.close();
  await redis.stop();
});

type Readiness = { status: string; checks: { name: string; status: string; words: string }[] };

async function startBot(env: Record<string, string> = {}) {
  const port = await freePort();
  const service = createBotService({
    REDIS_URL: redis.url,
    BOT_PORT: String(port),
    TELEGRAM_BOT_TOKEN: sandbox.token,
    TELEGRAM_API_ROOT: sandbox.url,
    LOG_LEVEL: "silent",
    ...env,
  });
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
