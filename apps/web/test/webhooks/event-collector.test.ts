import type { EventListener } from "@bellwire/messaging";
import { RedisUnavailableError } from "@bellwire/messaging";
import { createLogger } from "@bellwire/runtime";
import { waitFor } from "@bellwire/testkit";
import { expect, it } from "vitest";
import { EventCollector } from "../../src/webhooks/event-collector.ts";

const logger = createLogger({ service: "test", level: "silent" });
const HOUR_MS = 3_600_000;

it("collects at once, at the news of an event, and until there is no more", async () => {
  const listeners: EventListener[] = [];
  const tail = {
    listen(listener: EventListener) {
      listeners.push(listener);
      return { ready: Promise.resolve(), close: () => void listeners.splice(0) };
    },
  };
  let calls = 0;
  const made: true[] = [];
  const pages = [2, 1, 0];
  const queue = {
    collect: async () => {
      calls += 1;
      const page = pages.shift() ?? 0;
      return { made: page, missed: 0, more: page > 0 };
    },
  };
  const collector = new EventCollector({
    queue,
    tail,
    logger,
    everyMs: HOUR_MS,
    onMade: () => void made.push(true),
  });
  collector.start();
  await waitFor(() => calls === 3);
  expect(made).toHaveLength(2);
  listeners[0]?.onEvents([]);
  await waitFor(() => calls === 4);
  listeners[0]?.onMissed();
  await waitFor(() => calls === 5);
  await collector.stop();
  await collector.stop();
  expect(listeners).toEqual([]);
});

it("looks again by itself, also after Redis served nothing", async () => {
  let calls = 0;
  const queue = {
    collect: async () => {
      calls += 1;
      if (calls < 3) throw new RedisUnavailableError("full", "OOM");
      return { made: 0, missed: 0, more: false };
    },
  };
  const tail = { listen: () => ({ ready: Promise.resolve(), close: () => {} }) };
  const collector = new EventCollector({ queue, tail, logger, everyMs: 1, onMade: () => {} });
  collector.start();
  await waitFor(() => calls > 4);
  await collector.stop();
});
