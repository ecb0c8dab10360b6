import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import type { Update } from "../../src/telegram/update.ts";
import { UpdatePoller } from "../../src/updates/update-poller.ts";
import { gate } from "../recording.ts";
import { BELL, pollerStand } from "./poller-stand.ts";

const stand = pollerStand();

describe("UpdatePoller's stop", () => {
  it("ends a poll at once, and a successor goes on where it ended", async () => {
    const first = stand.setup();
    first.poller.start();
    stand.sandbox.personWrites(42, "/start");
    await waitFor(() => stand.answers(42).length === 1);
    await first.poller.stop();
    expect(stand.sandbox.stats().updates_waiting).toBe(0);
    stand.sandbox.personWrites(42, "/help");
    const second = stand.setup();
    second.poller.start();
    await waitFor(() => stand.answers(42).length === 2);
    expect(stand.answers(42)[1]).toContain("/help");
  });

  it("finishes the update in hand, confirms it, and leaves the others", async () => {
    const { promise, open } = gate<void>();
    const inHand: (number | undefined)[] = [];
    const { telegram, health } = stand.setup();
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
    for (const chat of [1, 2, 3]) stand.sandbox.personWrites(chat, "/start");
    poller.start();
    await waitFor(() => inHand.length === 1);
    const stopping = poller.stop();
    open();
    await stopping;
    expect(inHand).toEqual([1]);
    expect(stand.sandbox.stats().updates_waiting).toBe(2);
  });

  it("gives the answers that are due", async () => {
    const { promise, open } = gate<void>();
    const begun: number[] = [];
    const given: number[] = [];
    const { telegram, health, handlerWith } = stand.setup();
    const handler = handlerWith(async (chatId) => {
      begun.push(chatId);
      await promise;
      given.push(chatId);
      return { kind: "answered", answer: { messageId: 1 } };
    });
    const lease = { state: "held" } as const;
    const poller = new UpdatePoller({ telegram, handler, identity: () => BELL, lease, health });
    for (const chat of [1, 2, 3]) stand.sandbox.personWrites(chat, "/start");
    poller.start();
    await waitFor(() => begun.length === 3);
    const stopping = poller.stop();
    open();
    await stopping;
    expect(given).toEqual([1, 2, 3]);
    expect(stand.sandbox.stats().updates_waiting).toBe(0);
  });

  it("is not kept by a Telegram that does not answer", async () => {
    const { promise, open } = gate<void>();
    const { telegram, health, handlerWith } = stand.setup();
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
    stand.sandbox.personWrites(1, "/start");
    poller.start();
    await waitFor(() => health.report().checks.length === 1 && stand.sandbox.stats().calls >= 2);
    stand.sandbox.addFault({ kind: "hang", method: "getUpdates" });
    const stopping = poller.stop();
    open();
    await stopping;
  });

  it.each(["getWebhookInfo", "sendMessage"])("is not kept by %s that hangs", async (method) => {
    stand.sandbox.addFault({ kind: "hang", method });
    const { poller } = stand.setup({ waits: { pollSeconds: 20, hurryMs: 20 } });
    stand.sandbox.personWrites(1, "/start");
    poller.start();
    await waitFor(() => stand.sandbox.stats().faults.hang === 1);
    await poller.stop();
  });
});
