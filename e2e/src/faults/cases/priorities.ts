import { setTimeout as wait } from "node:timers/promises";
import { waitFor } from "@bellwire/testkit";
import { postJson, type Stack } from "../../stack.ts";
import type { FaultCase } from "../case.ts";
import { DEFAULT_PATIENCE } from "../fault-stack.ts";
import { type Bench, onStack } from "../on-stack.ts";
import { DEFAULT_LIMITS } from "./strict-limits.ts";

const BULK = 10_000;
const URGENT_WITHIN_MS = 2000;
const URGENT_TRIES = 8;
const FLOOD = 800;
const FLOOD_MS = 15_000;
const LEAST_SHARE = 0.1;
const TEXT = "priority-text";

type Priority = "urgent" | "normal" | "bulk";

/** Chats of each priority, so that an arrival tells which it was. */
const FIRST_CHAT: Record<Priority, number> = { bulk: 100_000, normal: 200_000, urgent: 300_000 };

function priorityOf(chatId: number): Priority {
  if (chatId >= FIRST_CHAT.urgent) return "urgent";
  return chatId >= FIRST_CHAT.normal ? "normal" : "bulk";
}

async function publishMany(stack: Stack, priority: Priority, count: number): Promise<void> {
  const client = stack.redis.client({ enableAutoPipelining: true });
  await Promise.all(
    Array.from({ length: count }, (_, index) => {
      const chat = String(FIRST_CHAT[priority] + index);
      return client.xadd("notification:stream", "*", "user_id", chat, "message", TEXT, "priority", priority);
    }),
  );
  client.disconnect();
}

/** How long one urgent message takes from the beginning of its request to its arrival. */
async function urgentMs({ stack }: Bench, chat: number): Promise<number> {
  const fromMs = performance.now();
  await postJson(`${stack.webUrl}/notifications`, { user_id: chat, message: TEXT, priority: "urgent" });
  let arrivedMs = 0;
  const leave = stack.sandbox.onMessage((chatId) => {
    if (chatId === chat) arrivedMs = performance.now();
  });
  if (stack.received(chat).length > 0) arrivedMs = performance.now();
  await waitFor(() => arrivedMs > 0, { what: "an urgent message to arrive" });
  leave();
  return arrivedMs - fromMs;
}

async function overtakeBroadcast(bench: Bench): Promise<void> {
  const { stack, figure, broken } = bench;
  await publishMany(stack, "bulk", BULK);
  await waitFor(() => stack.sandbox.stats().sent > 50, { what: "the broadcast to be under way" });
  const tookMs: number[] = [];
  for (let count = 0; count < URGENT_TRIES; count += 1)
    tookMs.push(await urgentMs(bench, FIRST_CHAT.urgent + 500_000 + count));
  figure(`urgent during a broadcast of ${BULK}, ms`, tookMs.map((ms) => ms.toFixed(0)).join(", "));
  if (Math.max(...tookMs) > URGENT_WITHIN_MS) broken("an urgent message waited for the broadcast");
}

async function floodWithUrgent({ stack, figure, broken }: Bench): Promise<void> {
  const counts: Record<Priority, number> = { urgent: 0, normal: 0, bulk: 0 };
  await publishMany(stack, "normal", FLOOD);
  await publishMany(stack, "urgent", FLOOD);
  const first = stack.sandbox.stats().sent;
  await waitFor(() => stack.sandbox.stats().sent > first + 30, { what: "the flood to be under way" });
  const leave = stack.sandbox.onMessage((chatId) => {
    counts[priorityOf(chatId)] += 1;
  });
  await wait(FLOOD_MS);
  leave();
  const all = counts.urgent + counts.normal + counts.bulk;
  figure("sent under a flood of urgent: urgent, normal, bulk", Object.values(counts).join(", "));
  for (const priority of ["normal", "bulk"] as const) {
    const share = counts[priority] / all;
    if (!(share >= LEAST_SHARE)) broken(`${priority} had ${(share * 100).toFixed(1)} % of the sends`);
  }
}

export const priorities: FaultCase = {
  name: "priorities",
  what: `a broadcast of ${BULK} at 30/s: an urgent message within 2 s; under a flood of urgent ones 10 % for bulk and normal`,
  short: false,
  run: (context) =>
    onStack(context, { bots: 2, env: { ...DEFAULT_LIMITS, ...DEFAULT_PATIENCE } }, TEXT, async (bench) => {
      await overtakeBroadcast(bench);
      await floodWithUrgent(bench);
    }),
};
