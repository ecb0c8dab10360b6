import type { LeaseState } from "@bellwire/messaging";
import { Health } from "@bellwire/runtime";
import { type Sandbox, startSandbox } from "@bellwire/sandbox";
import { afterEach, beforeEach } from "vitest";
import { type BotIdentity, TelegramClient } from "../../src/telegram/telegram-client.ts";
import { UpdatePoller, type UpdatePollerOptions } from "../../src/updates/update-poller.ts";
import { handlerStand, type StandOptions } from "./update-stand.ts";

export const BELL: BotIdentity = { id: 1, username: "bell_bot" };

type Changes = Partial<UpdatePollerOptions> & { stand?: StandOptions };

/** A sandbox for each test, and pollers of it that end with the test. To be called once, at the top of a file. */
export function pollerStand() {
  let sandbox: Sandbox;
  const pollers: UpdatePoller[] = [];
  beforeEach(async () => {
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    for (const poller of pollers.splice(0)) await poller.stop();
    await sandbox.close();
  });

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

  /** What the bot wrote into a chat. */
  const answers = (chatId: number) =>
    sandbox
      .chat(chatId)
      .messages.filter(({ from }) => from === "bot")
      .map(({ text }) => text);
  return {
    get sandbox() {
      return sandbox;
    },
    setup,
    answers,
  };
}
