import { RedisUnavailableError, type Settlement, type Taken } from "@bellwire/messaging";
import { afterEach } from "vitest";
import { Holdings } from "../../src/worker/holdings.ts";
import { Sender } from "../../src/worker/sender.ts";
import type { Allowance } from "../../src/worker/telegram-watch.ts";
import { Turns } from "../../src/worker/turns.ts";
import { takenSample } from "../delivery/samples.ts";
import { recordingLogger } from "../recording.ts";
import { fakeQueue, plainContact } from "./fakes.ts";

export const EVERYTHING: Allowance = { most: Number.POSITIVE_INFINITY, sinceMs: Number.NEGATIVE_INFINITY };

const senders: Sender[] = [];
afterEach(async () => {
  for (const sender of senders.splice(0)) await sender.stop();
});

type Call = { id: string; end: (settlement?: Settlement) => void };

/** A sender over a queue in memory, with sends that end when the test says so. Stopped after each test. */
export function setup({ concurrency = 3, gatherMs = 3, drainMs = 50, settleMs = 50 } = {}) {
  const fake = fakeQueue();
  const holdings = new Holdings();
  const calls: Call[] = [];
  const watch = { allowance: EVERYTHING };
  const throttled: number[] = [];
  const told: [string, boolean][] = [];
  const { logger, lines } = recordingLogger();
  const sender = new Sender({
    ...{ queue: fake.queue, holdings, watch, concurrency, gatherMs, drainMs, settleMs, logger },
    parts: {
      send: (holding, _planned, abort) =>
        new Promise((resolve) => {
          const { id, token } = holding.taken;
          const end = (settlement: Settlement = { id, token, kind: "sent", messageId: 1, parts: 1 }) =>
            resolve(settlement);
          abort.addEventListener("abort", () => end({ id, token, kind: "failed", reason: "aborted" }));
          calls.push({ id, end });
        }),
    },
    turns: new Turns(),
    contact: plainContact,
    leaseMs: 1000,
    onSettled: ({ id }, accepted) => told.push([id, accepted]),
    onThrottled: (waitedMs) => throttled.push(waitedMs),
  });
  senders.push(sender);
  const give = (...changes: Partial<Taken>[]) => {
    fake.waiting.push(...changes.map((each) => takenSample(each)));
    sender.wake();
  };
  const sending = () => calls.map(({ id }) => id);
  const endAll = () => {
    for (const { end } of calls) end();
  };
  return { ...fake, sender, holdings, watch, give, calls, sending, endAll, throttled, told, lines };
}

export const away = () => new RedisUnavailableError("disconnected", "test");
