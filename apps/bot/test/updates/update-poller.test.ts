import { type LeaseState, RedisUnavailableError } from "@bellwire/messaging";
import { Health } from "@bellwire/runtime";
import { type Sandbox, startSandbox } from "@bellwire/sandbox";
import { waitFor } from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BotIdentity, TelegramClient } from "../../src/telegram/telegram-client.ts";
import type { Update } from "../../src/telegram/update.ts";
import { UpdatePoller, type UpdatePollerOptions } from "../../src/updates/update-poller.ts";
import { gate } from "../recording.ts";
import { handlerStand, type StandOptions } from "./update-stand.ts";

const BELL: BotIdentity = { id: 1, username: "bell_bot" };

let sandbox: Sandbox;
const pollers: UpdatePoller[] = [];
beforeEach(async () => {
  sandbox = await startSandbox();
});
afterEach(async () => {
  for (const poller of pollers.splice(0)) await poller.stop();
  await sandbox.close();
});

type Changes = Partial<UpdatePollerOptions> & { stand?: StandOptions };

function setup({ stand, ...changes }: Changes = {}) {
  const client = new TelegramClient({
    token: sandbox.token,
    apiRoot: `${sandbox.url}/`,
    timeoutMs: 10_000,
  });
  const polls: number[] = [];
  const telegram: UpdatePollerOptions["telegram"] = {
    getWebhookUrl: (abort) => client.getWebhookUrl(abort),
    getUpdates: (offset, waitSeconds, abort) => {
      polls.push(offset);
      return client.getUpdates(offset, waitSeconds, abort);
    },
  };
  const health = new Health("bot");
  const lease: { state: LeaseState } = { state: "held" };
  const { handlerWith, updates, lines, calls } = handlerStand({ ...stand, lease: changes.lease ?? lease });
  const poller = new UpdatePoller({
    telegram,
    handler: handlerWith((...message) => client.sendMessage(...message)),
    identity: () => BELL,
    lease,
    health,
    waits: { pollSeconds: 20, turnMs: 5, retryMs: 5, yieldMs: 5 },
    ...changes,
  });
  pollers.push(poller);
  const check = () => health.report().checks.find(({ name }) => name === "updates");
  return { poller, polls, health, lease, updates, lines, calls, check, telegram, handlerWith };
}

const answers = (chatId: number) =>
  sandbox
    .chat(chatId)
    .messages.filter(({ from }) => from === "bot")
    .map(({ text }) => text);
const callBot = (method: string) => fetch(`${sandbox.url}/bot${sandbox.token}/${method}`);

describe("UpdatePoller", () => {
  it("answers what people write, and says that it listens", async () => {
    const { poller, updates, check } = setup();
    poller.start();
    await waitFor(() => check()?.status === "ok");
    expect(check()?.words).toBe("Listening to what people write.");
    sandbox.personWrites(42, "/start");
    await waitFor(() => answers(42).length === 1);
    sandbox.personWrites(42, "thanks");
    sandbox.personWrites(42, "/help");
    await waitFor(() => answers(42).length === 2);
    expect(answers(42)[0]).toContain("Your user id is 42.");
    expect([updates.of({ kind: "command" }), updates.of({ kind: "other" })]).toEqual([2, 1]);
  });

  it("says that it begins to listen: not beside a webhook, nor before it is its turn", async () => {
    let begun = 0;
    const onListening = () => {
      begun += 1;
    };
    await callBot("setWebhook?url=https://example.org/hook");
    const { poller, lease, check } = setup({ onListening });
    poller.start();
    await waitFor(() => check()?.words.includes("A webhook is set"));
    lease.state = "other";
    await callBot("deleteWebhook");
    await waitFor(() => check()?.words.startsWith("Another bot"));
    expect(begun).toBe(0);
    lease.state = "held";
    await waitFor(() => begun === 1);
  });

  it("does not poll before it knows who the bot is", async () => {
    let asked = 0;
    const { poller, polls, check } = setup({
      identity: () => {
        asked += 1;
        return undefined;
      },
    });
    poller.start();
    await waitFor(() => asked >= 3);
    expect([polls.length, check()]).toEqual([0, undefined]);
  });

  it("does not poll without the lease, and says whose turn it is", async () => {
    const { poller, polls, lease, check } = setup();
    lease.state = "unknown";
    poller.start();
    await waitFor(() => check()?.status === "warn");
    expect(check()).toMatchObject({
      words: "It is not clear yet which bot listens to what people write.",
      remedy: expect.any(String),
    });
    lease.state = "other";
    await waitFor(() => check()?.status === "ok");
    expect(check()?.words).toBe("Another bot listens to what people write.");
    expect(polls).toEqual([]);
    lease.state = "held";
    await waitFor(() => polls.length === 1);
    expect(check()?.words).toBe("Listening to what people write.");
  });

  it("gives way to a webhook, never deletes it, and goes on when it is gone", async () => {
    await callBot("setWebhook?url=https://example.org/hook");
    const { poller, polls, check } = setup();
    poller.start();
    await waitFor(() => check()?.status === "warn");
    expect(check()?.words).toContain("A webhook is set");
    await waitFor(() => sandbox.stats().calls >= 5);
    expect(polls).toEqual([]);
    const info: unknown = await (await callBot("getWebhookInfo")).json();
    expect(info).toMatchObject({ result: { url: "https://example.org/hook" } });
    await callBot("deleteWebhook");
    await waitFor(() => check()?.status === "ok");
  });

  it("gives way to a webhook that is set while it polls", async () => {
    const { poller, polls, check } = setup();
    poller.start();
    await waitFor(() => polls.length === 1);
    await callBot("setWebhook?url=https://example.org/hook");
    await waitFor(() => check()?.words.includes("A webhook is set"));
    expect(sandbox.stats().refused["409"]).toBe(1);
  });

  it("takes one conflict for a leftover, and says after the third that another program polls", async () => {
    const { poller, polls, check } = setup();
    poller.start();
    for (let conflict = 1; conflict <= 3; conflict++) {
      await waitFor(() => polls.length === conflict);
      await waitFor(async () => {
        await callBot("getUpdates?timeout=0");
        return polls.length > conflict || check()?.status === "warn";
      });
    }
    await waitFor(() => check()?.status === "warn");
    expect(check()?.words).toContain("Another program polls Telegram");
    // The other one has gone: the next poll stays open, and is answered.
    const before = polls.length;
    await waitFor(() => polls.length > before || check()?.status === "warn");
    sandbox.personWrites(42, "/start");
    await waitFor(() => check()?.status === "ok");
    await waitFor(() => answers(42).length === 1);
  });

  it("says that Telegram does not answer, and goes on by itself", async () => {
    sandbox.addFault({ kind: "5xx_html", method: "getUpdates" });
    const { poller, check } = setup();
    poller.start();
    await waitFor(() => check()?.status === "warn");
    expect(check()).toMatchObject({
      words: "Telegram does not say what people write (502).",
      remedy: expect.any(String),
    });
    sandbox.clearFaults();
    sandbox.personWrites(42, "/start");
    await waitFor(() => answers(42).length === 1);
    expect(check()?.status).toBe("ok");
  });

  it("handles an update once, also when its answer cannot be sent", async () => {
    sandbox.addFault({ kind: "403", chat_id: 13 });
    const { poller, lines } = setup();
    sandbox.personWrites(13, "/start");
    sandbox.personWrites(42, "/start");
    poller.start();
    await waitFor(() => answers(42).length === 1);
    await waitFor(() => sandbox.stats().updates_waiting === 0);
    expect(sandbox.stats().faults["403"]).toBe(1);
    expect(lines.join("")).toContain("somebody was not answered");
  });
});

describe("UpdatePoller and the delivery queue", () => {
  it("has an update again that was not handled, before those that came after it", async () => {
    const trouble = { times: 3 };
    const lease: { state: LeaseState } = { state: "held" };
    const { poller, calls } = setup({
      lease,
      stand: {
        onCall: () => {
          if (trouble.times === 0) return;
          trouble.times -= 1;
          // Redis is away, and with it the lease; it is back for the next turn.
          lease.state = "unknown";
          setImmediate(() => {
            lease.state = "held";
          });
          throw new RedisUnavailableError("disconnected", "test");
        },
      },
    });
    sandbox.personWrites(1, "/start");
    sandbox.personWrites(2, "/start");
    poller.start();
    await waitFor(() => answers(2).length === 1);
    expect(calls.map(([, chat]) => chat)).toEqual(["1", "1", "1", "1", "2"]);
    expect(answers(1)).toHaveLength(1);
  });
});

describe("UpdatePoller's stop", () => {
  it("ends a poll at once, and a successor goes on where it ended", async () => {
    const first = setup();
    first.poller.start();
    sandbox.personWrites(42, "/start");
    await waitFor(() => answers(42).length === 1);
    await first.poller.stop();
    expect(sandbox.stats().updates_waiting).toBe(0);
    sandbox.personWrites(42, "/help");
    const second = setup();
    second.poller.start();
    await waitFor(() => answers(42).length === 2);
    expect(answers(42)[1]).toContain("/help");
  });

  it("finishes the update in hand, confirms it, and leaves the others", async () => {
    const { promise, open } = gate<void>();
    const inHand: (number | undefined)[] = [];
    const { telegram, health } = setup();
    const handler = {
      handle: async ({ message }: Update) => {
        inHand.push(message?.chat.id);
        await promise;
        return true;
      },
      answered: async () => {},
    };
    const lease = { state: "held" } as const;
    const poller = new UpdatePoller({ telegram, handler, identity: () => BELL, lease, health });
    for (const chat of [1, 2, 3]) sandbox.personWrites(chat, "/start");
    poller.start();
    await waitFor(() => inHand.length === 1);
    const stopping = poller.stop();
    open();
    await stopping;
    expect(inHand).toEqual([1]);
    expect(sandbox.stats().updates_waiting).toBe(2);
  });

  it("gives the answers that are due", async () => {
    const { promise, open } = gate<void>();
    const begun: number[] = [];
    const given: number[] = [];
    const { telegram, health, handlerWith } = setup();
    const handler = handlerWith(async (chatId) => {
      begun.push(chatId);
      await promise;
      given.push(chatId);
      return { kind: "answered", answer: { messageId: 1 } };
    });
    const lease = { state: "held" } as const;
    const poller = new UpdatePoller({ telegram, handler, identity: () => BELL, lease, health });
    for (const chat of [1, 2, 3]) sandbox.personWrites(chat, "/start");
    poller.start();
    await waitFor(() => begun.length === 3);
    const stopping = poller.stop();
    open();
    await stopping;
    expect(given).toEqual([1, 2, 3]);
    expect(sandbox.stats().updates_waiting).toBe(0);
  });

  it("is not kept by a Telegram that does not answer", async () => {
    const { promise, open } = gate<void>();
    const { telegram, health, handlerWith } = setup();
    const poller = new UpdatePoller({
      telegram,
      handler: handlerWith(async () => {
        await promise;
        return { kind: "answered", answer: { messageId: 1 } };
      }),
      identity: () => BELL,
      lease: { state: "held" },
      health,
      waits: { hurryMs: 20 },
    });
    sandbox.personWrites(1, "/start");
    poller.start();
    await waitFor(() => health.report().checks.length === 1 && sandbox.stats().calls >= 2);
    sandbox.addFault({ kind: "hang", method: "getUpdates" });
    const stopping = poller.stop();
    open();
    await stopping;
  });

  it.each(["getWebhookInfo", "sendMessage"])("is not kept by %s that hangs", async (method) => {
    sandbox.addFault({ kind: "hang", method });
    const { poller } = setup({ waits: { pollSeconds: 20, hurryMs: 20 } });
    sandbox.personWrites(1, "/start");
    poller.start();
    await waitFor(() => sandbox.stats().faults.hang === 1);
    await poller.stop();
  });
});
