import { Chats, DeliveryDesk, Presence, Recipients, RedisLink } from "@bellwire/messaging";
import { type Sandbox, type SandboxMessage, startSandbox } from "@bellwire/sandbox";
import { freePort, type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
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
    sandbox.addFault({ kind: "403", chat_id: 42, count: 1 });
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

describe("people who talk to the bot", () => {
  const recipients = () => new Recipients({ redis: link, prefix: "notification" });
  const chats = () => new Chats({ redis: link, prefix: "notification" });
  const bubbles = (chatId = 42): SandboxMessage[] => sandbox.chat(chatId).messages;
  const hears = (words: string, chatId = 42) =>
    waitFor(() => bubbles(chatId).some(({ from, text }) => from === "bot" && text.includes(words)), {
      what: words,
    });
  const start = () => startBot({ TELEGRAM_CHAT_INTERVAL_MS: "0", ADDRESSING: "linked" });
  const linkFor = async (userId: string, group?: true) => {
    const made = await recipients().createLink(userId, { lifetimeMs: 60_000, ...(group && { group }) });
    if (made.kind !== "created") throw new Error(made.kind);
    return made.token;
  };

  it("connect by a link, once, in their language, and receive by the app's own id", async () => {
    await start();
    const token = await linkFor("anna");
    sandbox.setLanguage(42, "de");
    sandbox.openDeepLink(42, token);
    await hears("Verbunden");
    expect(await chats().get("42")).toMatchObject({ users: ["anna"], name: "Person 42", language: "de" });
    sandbox.openDeepLink(43, token);
    await hears("used already", 43);
    await redis.client().publish("notification", JSON.stringify({ user_id: "anna", message: "hello" }));
    await hears("hello");
    sandbox.personWrites(42, "/status");
    await hears("mit einem Konto verbunden");
    expect(JSON.stringify(bubbles())).not.toContain("anna");
  });

  it("are greeted before what waited for them comes", async () => {
    await startBot();
    for (const message of ["1", "2"])
      await redis.client().publish("notification", JSON.stringify({ user_id: "anna", message }));
    await waitFor(async () => (await desk.stats()).states.parked === 2);
    sandbox.openDeepLink(42, await linkFor("anna"));
    await waitFor(() => texts().includes("1"));
    expect(texts()[1]).toContain("Connected");
    expect(texts()[1]).toContain("2 notifications have waited for you.");
  });

  it("are not quoted in the log, and the tokens of links least of all", async () => {
    const lines: string[] = [];
    const spy = vi.spyOn(process.stdout, "write").mockImplementation((line) => lines.push(String(line)) > 0);
    await startBot({ LOG_LEVEL: "trace" });
    stops.push(async () => spy.mockRestore());
    const token = await linkFor("anna");
    sandbox.addFault({ kind: "reset_after", chat_id: 42, count: 1 });
    sandbox.openDeepLink(42, token);
    sandbox.openDeepLink(-5, token);
    sandbox.personWrites(44, `/start@other_bot ${token}`);
    sandbox.personWrites(45, `/START    ${token}x`);
    await hears("not valid", 45);
    sandbox.personWrites(46, "a word in confidence");
    sandbox.personWrites(46, "/help");
    await hears("/quiet", 46);
    const log = lines.join("");
    expect(log).toContain("somebody was not answered");
    expect(log).not.toContain(token);
    expect(log).not.toContain("in confidence");
  });

  it("connect a group by its own kind of link", async () => {
    await start();
    const token = await linkFor("team", true);
    sandbox.openDeepLink(42, token);
    await hears("for a group");
    sandbox.openDeepLink(-5, token);
    await hears("Connected", -5);
    expect(await chats().get("-5")).toMatchObject({ users: ["team"], kind: "group", name: "Group 5" });
  });

  it("leave and come back, and nothing is sent in between", async () => {
    const { words } = await startBot({ TELEGRAM_CHAT_INTERVAL_MS: "0" });
    await waitFor(async () => (await words("updates")) === "Listening to what people write.");
    sandbox.block(42);
    await waitFor(async () => (await chats().get("42")).state === "blocked");
    for (const message of ["1", "2"]) await notify(message);
    await waitFor(async () => (await desk.stats()).states.parked === 2);
    expect(sandbox.stats().refused["403"]).toBeUndefined();
    sandbox.unblock(42);
    await waitFor(() => texts().includes("2"));
    expect(texts()).toEqual(["1", "2"]);
  });

  it("stop and start again, turn categories off by a tap, and are heard by the app", async () => {
    await start();
    sandbox.openDeepLink(42, await linkFor("anna"));
    await hears("Connected");
    sandbox.personWrites(42, "/stop");
    await hears("no notifications any more");
    expect((await chats().get("42")).state).toBe("stopped");
    sandbox.personWrites(42, "/start");
    await hears("Hello!");
    const ad = { user_id: "anna", message: "an ad", category: "ads" };
    await redis.client().publish("notification", JSON.stringify(ad));
    await hears("an ad");
    sandbox.personWrites(42, "/status");
    await hears("Tap a category");
    const status = bubbles().find(({ buttons }) => buttons !== undefined);
    const tap = sandbox.tap(42, status?.message_id ?? 0, "off:ads");
    await waitFor(
      () => tap.answer !== null && bubbles().some(({ buttons }) => buttons?.[0]?.[0]?.text === "🔕 ads"),
    );
    expect((await chats().get("42")).categoriesOff).toEqual(["ads"]);
    sandbox.personWrites(42, "thank you");
    const events = async () => JSON.stringify(await redis.client().xrange("notification:events", "-", "+"));
    await waitFor(async () => (await events()).includes("thank you"));
    expect(await events()).toContain("replied");
  });

  it("see the commands in their language, and web sees who the bot is", async () => {
    await start();
    const listed = async (language: string) => {
      const path = `${sandbox.url}/bot${sandbox.token}/getMyCommands?language_code=${language}`;
      return JSON.stringify(await (await fetch(path)).json());
    };
    await waitFor(async () => (await listed("de")).includes("Ruhezeit"));
    expect(await listed("")).toContain("hours of rest");
    const presence = new Presence(link, "notification:presence");
    await waitFor(async () => JSON.stringify(await presence.list()).includes("bellwire_sandbox_bot"));
  });
});
