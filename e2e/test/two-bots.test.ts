import { waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stack, startStack } from "../src/stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ bots: 2, sandbox: { messagesPerChat: 10_000 } });
});
afterAll(() => stack.stop());

/** So many messages may be on their way, so that a bot which leaves can finish what it heard in time. */
const UNDER_WAY = 50;

/** Publishes one numbered text after the other to one chat; `end` resolves with those that web accepted. */
function publishOn(chatId: number): { end: () => Promise<string[]> } {
  const accepted: string[] = [];
  let on = true;
  const loop = (async () => {
    for (let index = 0; on; index += 1) {
      const { status } = await stack.publish(chatId, String(index));
      if (status === 202) accepted.push(String(index));
      await waitFor(() => !on || accepted.length - stack.received(chatId).length < UNDER_WAY);
    }
  })();
  const end = async () => {
    on = false;
    await loop;
    return accepted;
  };
  return { end };
}

async function holder(): Promise<number> {
  return await waitFor(async () => {
    for (const index of stack.bots.keys()) {
      const health = await stack.botHealth(index).catch(() => undefined);
      if (health?.checks.some(({ words }) => words.includes("This bot takes in"))) return index + 1;
    }
    return undefined;
  });
}

describe("two bots", () => {
  it("send each message once", async () => {
    for (let index = 0; index < 20; index += 1) await stack.publish(1, String(index));
    await waitFor(() => stack.received(1).length >= 20);
    expect(stack.received(1)).toEqual(Array.from({ length: 20 }, (_, index) => String(index)));
  });

  it.each(["fast", "slow"])(
    "hand over without losing or doubling any, while Telegram is %s",
    async (pace) => {
      const chatId = pace === "fast" ? 2 : 3;
      if (pace === "slow") stack.sandbox.addFault({ kind: "delay", delay_ms: 20 });
      const publishing = publishOn(chatId);
      await waitFor(() => stack.received(chatId).length > 20);
      for (let round = 0; round < 4; round += 1) {
        const leaving = (await holder()) - 1;
        const exit = await stack.bots[leaving]?.stop();
        expect(exit).toEqual({ code: 0, signal: null });
        const before = stack.received(chatId).length;
        await waitFor(() => stack.received(chatId).length > before + 5);
        await stack.startBot(leaving);
        await stack.ready();
      }
      const accepted = await publishing.end();
      await waitFor(() => stack.received(chatId).length >= accepted.length);
      stack.sandbox.clearFaults();
      // The last messages of the one that leaves and the first of its successor may cross; none is missed or doubled.
      expect([...stack.received(chatId)].sort()).toEqual([...accepted].sort());
    },
  );

  it("go on after the one that takes in was killed", async () => {
    const killed = (await holder()) - 1;
    stack.bots[killed]?.kill("SIGKILL");
    await stack.bots[killed]?.exited;
    await holder();
    await stack.publish(4, "to the successor");
    await waitFor(() => stack.received(4).length > 0);
    expect(stack.received(4)).toEqual(["to the successor"]);
    await stack.startBot(killed);
    await stack.ready();
  });
});
