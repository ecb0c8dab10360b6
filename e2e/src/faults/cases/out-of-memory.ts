import { waitFor } from "@bellwire/testkit";
import type { FaultCase } from "../case.ts";
import { atMostOnce, type Scene, underLoad } from "../scene.ts";
import { readStats } from "../settle.ts";

const IN_LANES = ["queued", "sending", "retrying"];

async function inLanes({ stack }: Scene): Promise<number> {
  const { states } = await readStats(stack);
  return IN_LANES.reduce((sum, state) => sum + (states[state] ?? 0), 0);
}

/** Whoever was told "accepted" from beginning to end of a time in which Redis was full. */
function acceptedWithin({ load }: Scene, fromMs: number, toMs: number): number {
  return load.history.attempts.filter(
    (attempt) =>
      attempt.outcome === "accepted" &&
      !atMostOnce(attempt) &&
      attempt.begunMs >= fromMs &&
      attempt.endedMs <= toMs,
  ).length;
}

export const outOfMemory: FaultCase = {
  name: "out-of-memory",
  what: "Redis is full (noeviction): what was admitted is sent, nothing more is accepted; then there is room again",
  short: false,
  run: (context) =>
    underLoad(context, {
      bots: 2,
      sandbox: {},
      async harm(scene) {
        const { stack, say, excuse, figure, broken } = scene;
        excuse(atMostOnce);
        // Telegram is slower than the load, so that there is something to send when Redis is full.
        stack.sandbox.addFault({ kind: "delay", delay_ms: 60 });
        await waitFor(async () => (await inLanes(scene)) > 300, { what: "300 messages to wait" });
        const admin = stack.redis.client();
        await admin.config("SET", "maxmemory", "1");
        const fullFromMs = performance.now();
        const waiting = await inLanes(scene);
        const sentBefore = stack.sandbox.stats().sent;
        say(`Redis is full, ${waiting} messages wait in lanes`);
        stack.sandbox.clearFaults();
        await waitFor(async () => (await inLanes(scene)) === 0, {
          timeoutMs: 30_000,
          what: "all that was admitted to be sent while Redis is full",
        });
        await scene.lastsMs(3000);
        figure("sent while Redis was full", stack.sandbox.stats().sent - sentBefore);
        const accepted = acceptedWithin(scene, fullFromMs, performance.now());
        figure("accepted while Redis was full", accepted);
        if (accepted > 0) broken(`${accepted} messages were accepted while Redis was full`);
        await admin.config("SET", "maxmemory", "0");
      },
    }),
};
