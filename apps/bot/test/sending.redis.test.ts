import { DeliveryWorker, RedisLink } from "@bellwire/messaging";
import { startProxy, waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import type { OutgoingMessage } from "../src/delivery/message-parts.ts";
import { useSending } from "./sending-stand.ts";

const { afterwards, messages, numbered, queue, redis, sandbox, started, texts } = useSending();

describe("sending while Redis is in trouble", () => {
  it("keeps a message for as long as its send takes, many leases", async () => {
    await started({ env: { LEASE_MS: "1000" } });
    await started({ env: { LEASE_MS: "1000" } });
    sandbox().addFault({ kind: "delay", delay_ms: 3500, chat_id: 42, count: 1 });
    const [id = ""] = await queue().admit({ user_id: 42, message: "slow" });
    await queue().reached(id, "sent");
    expect([texts(42), (await queue().record(id)).attempts]).toEqual([["slow"], 1]);
  });

  it.each([
    { on_unknown: "resend", how: "unknown" } as const,
    // Its attempt is noted in a call of its own, which the ghost did not make.
    { on_unknown: "hold", how: "returned" } as const,
  ])(
    "brings back what a bot had that is gone, once its lease is over: $on_unknown",
    async ({ on_unknown, how }) => {
      const link = new RedisLink({ url: redis().url, name: "ghost" });
      afterwards(() => link.close());
      await link.ready(5000);
      const limits = { perSecond: 0, laneIntervalMs: 0, groupPerMinute: 0 };
      const retention = { maxAgeMs: 1000, maxRecords: 1000 };
      const ghost = new DeliveryWorker({
        ...{ redis: link, prefix: "notification", owner: "ghost", leaseMs: 1000, maxAttempts: 12 },
        ...{ limits, retention },
      });
      const [id = ""] = await queue().admit({ user_id: 42, message: "of a ghost", on_unknown });
      expect((await ghost.turn([], 1)).messages).toHaveLength(1);
      const { metric } = await started({ env: { LEASE_MS: "1000" } });
      await queue().reached(id, "sent");
      expect(texts(42)).toEqual(["of a ghost"]);
      expect(await metric(`recovered_total{how="${how}"`)).toBe(1);
    },
  );

  it.each([1, 2, 3, 5, 8])(
    "loses and doubles nothing where one answer of Redis in %i is lost",
    async (nth) => {
      const proxy = await startProxy({ port: redis().port });
      afterwards(() => proxy.close());
      await started({ redisUrl: proxy.url(), env: { LEASE_MS: "2000" } });
      let seen = 0;
      let dropped = 0;
      const dropNext = (): void =>
        proxy.dropReplies(({ request }) => {
          if (!request.includes("evalsha")) return false;
          seen += 1;
          if (seen % nth !== 0) return false;
          dropped += 1;
          return true;
        });
      dropNext();
      const chats = [1, 2, 3, 4, 5];
      for (let round = 0; round < 6; round++) {
        await queue().admit(...chats.map((chat) => ({ user_id: chat, message: String(round) })));
        const before = dropped;
        await waitFor(() => dropped > before || chats.every((chat) => messages(chat).length > round));
        dropNext();
      }
      proxy.dropReplies(0);
      await waitFor(() => chats.every((chat) => messages(chat).length >= 6), { timeoutMs: 20_000 });
      for (const chat of chats) expect(texts(chat)).toEqual(["0", "1", "2", "3", "4", "5"]);
      expect(dropped).toBeGreaterThan(0);
    },
  );
});

describe("sending's stop", () => {
  it("leaves to another bot what it has not begun, and doubles nothing", async () => {
    const first = await started();
    sandbox().addFault({ kind: "delay", delay_ms: 100 });
    const chats = Array.from({ length: 20 }, (_, index) => index + 1);
    const ids = await queue().admit(...chats.flatMap((chat) => numbered(chat, 5)));
    await waitFor(() => chats.some((chat) => messages(chat).length > 0));
    await Promise.all([first.stop(), started()]);
    for (const id of ids) await queue().reached(id, "sent");
    for (const chat of chats) expect(texts(chat)).toEqual(["0", "1", "2", "3", "4"]);
  });

  it("cuts off a send that hangs, and another bot brings the message", async () => {
    const sent: OutgoingMessage[] = [];
    const first = await started({
      env: { GRACE_MS: "100" },
      send: (message, abort) =>
        new Promise((resolve) => {
          sent.push(message);
          abort.addEventListener("abort", () =>
            resolve({ kind: "failed", sent: "unknown", reason: "aborted" }),
          );
        }),
    });
    const [id = ""] = await queue().admit({ user_id: 42, message: "hi" });
    await waitFor(() => sent.length === 1);
    await first.stop();
    expect(await queue().record(id)).toMatchObject({ state: "retrying", reason: "aborted" });
    await started();
    await queue().reached(id, "sent");
    expect((await queue().record(id)).attempts).toBe(2);
  });
});
