import { waitFor } from "@bellwire/testkit";
import type { FaultCase } from "../case.ts";
import { type Scene, underLoad } from "../scene.ts";
import { readStats } from "../settle.ts";

/** Calls of `kind` that Telegram's stand-in has spoiled so far. */
function spoiled({ stack }: Scene, kind: string): number {
  return stack.sandbox.stats().faults[kind] ?? 0;
}

export const storm429: FaultCase = {
  name: "429-storm",
  what: "Telegram refuses every message for its pace: nothing lost, nothing twice, no attempt used",
  short: false,
  run: (context) =>
    underLoad(context, {
      bots: 2,
      everyMs: 300,
      async harm(scene) {
        scene.stack.sandbox.addFault({ kind: "429", retry_after: 1 });
        await scene.lastsMs(scene.short ? 3000 : 10_000);
        scene.stack.sandbox.clearFaults();
        scene.figure("refused", spoiled(scene, "429"));
      },
    }),
};

export const storm5xx: FaultCase = {
  name: "5xx-storm",
  what: "Telegram answers 500 and 502 to everything: the circuit opens, and closes again",
  short: false,
  run: (context) =>
    underLoad(context, {
      bots: 2,
      everyMs: 300,
      async harm(scene) {
        const { stack, lastsMs, short, figure } = scene;
        for (const kind of ["5xx_json", "5xx_html"] as const) {
          stack.sandbox.addFault({ kind, method: "*" });
          await lastsMs(short ? 2000 : 8000);
          stack.sandbox.clearFaults();
          figure(`spoiled calls, ${kind}`, spoiled(scene, kind));
        }
      },
    }),
};

export const unauthorized: FaultCase = {
  name: "401",
  what: "Telegram knows the token no more, for a minute: bots say so in words, use no attempt, give nothing up",
  short: false,
  run: (context) =>
    underLoad(context, {
      bots: 2,
      everyMs: 1000,
      async harm(scene) {
        const { stack, say, lastsMs, short, figure, broken } = scene;
        stack.sandbox.addFault({ kind: "401", method: "*" });
        const fromMs = performance.now();
        const health = await waitFor(async () => {
          const seen = await stack.botHealth(0);
          return seen.status !== "ready" && seen;
        });
        const words = health.checks.filter(({ status }) => status === "fail").map((check) => check.words);
        say(`bot 0 says: ${words.join(" ")}`);
        await lastsMs((short ? 7000 : 60_000) - (performance.now() - fromMs));
        stack.sandbox.clearFaults();
        figure("calls refused with 401", spoiled(scene, "401"));
        const { failed = 0 } = (await readStats(stack)).states;
        if (failed > 0) broken(`${failed} messages were given up`);
      },
    }),
};

/** The message is in the chat, but the bot has no answer that says so. Each time one more copy is allowed. */
function answerLost(
  name: string,
  what: string,
  kind: "reset_after" | "truncated",
  short: boolean,
): FaultCase {
  return {
    name,
    what,
    short,
    run: (context) =>
      underLoad(context, {
        bots: 2,
        env: { SEND_TIMEOUT_MS: "2000" },
        async harm(scene) {
          const count = scene.short ? 10 : 30;
          scene.stack.sandbox.addFault({ kind, count });
          await waitFor(() => spoiled(scene, kind) >= count, { timeoutMs: 60_000, what: `${count} ${kind}` });
          scene.allow(count, "answers that were lost after the message was written");
        },
      }),
  };
}

export const resetAfter = answerLost(
  "reset-after",
  "Telegram writes the message and cuts the connection: one more copy at most, in order",
  "reset_after",
  true,
);

export const truncated = answerLost(
  "truncated",
  "Telegram's answer ends in its middle: one more copy at most, in order",
  "truncated",
  false,
);
