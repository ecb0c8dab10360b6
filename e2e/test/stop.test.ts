import { waitFor } from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { postJson, type Stack, startStack } from "../src/stack.ts";

/** The grace period that the promise is about: both must be gone well before it. */
const STOP_MS = 10_000;

let stack: Stack;
beforeEach(async () => {
  stack = await startStack();
});
afterEach(() => stack.stop());

/** Publishes to ever new chats until told to stop; resolves with the texts that web accepted. */
function publishOn(): { accepted: string[]; end: () => Promise<void> } {
  const accepted: string[] = [];
  let on = true;
  const loops = Array.from({ length: 8 }, async (_, lane) => {
    for (let index = 0; on; index += 1) {
      const text = `${lane}:${index}`;
      const answer = await postJson(`${stack.webUrl}/notifications`, {
        user_id: 100 + lane,
        message: text,
      }).catch(() => undefined);
      if (answer?.status === 202) accepted.push(text);
    }
  });
  const end = async () => {
    on = false;
    await Promise.all(loops);
  };
  return { accepted, end };
}

function allReceived(): string[] {
  return Array.from({ length: 8 }, (_, lane) => stack.received(100 + lane)).flat();
}

describe("SIGTERM under load", () => {
  it("lets the bot finish what it took, and exit 0; the next one sends the rest, and nothing twice", async () => {
    stack.sandbox.addFault({ kind: "delay", delay_ms: 100 });
    const publishing = publishOn();
    await waitFor(() => allReceived().length > 50);
    const exit = await stack.bots[0]?.stop(STOP_MS);
    expect(exit).toEqual({ code: 0, signal: null });
    await publishing.end();
    stack.sandbox.clearFaults();
    await stack.startBot(0);
    await waitFor(() => allReceived().length >= publishing.accepted.length);
    expect(new Set(allReceived())).toEqual(new Set(publishing.accepted));
    expect(allReceived()).toHaveLength(publishing.accepted.length);
  });

  it("lets web answer what it began, and exit 0", async () => {
    const publishing = publishOn();
    await waitFor(() => publishing.accepted.length > 50);
    const exit = await stack.web.stop(STOP_MS);
    expect(exit).toEqual({ code: 0, signal: null });
    await publishing.end();
    await waitFor(() => allReceived().length >= publishing.accepted.length);
    expect(new Set(allReceived())).toEqual(new Set(publishing.accepted));
  });
});
