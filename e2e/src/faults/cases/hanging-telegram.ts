import type { FaultCase } from "../case.ts";
import { quantileMs, waitsMs } from "../latency.ts";
import { underLoad } from "../scene.ts";

const SEND_TIMEOUT_MS = 2000;
const env = { SEND_TIMEOUT_MS: String(SEND_TIMEOUT_MS) };

/** What a chat of somebody else may notice of one that hangs. */
const NOTICED_MS = 1000;

export const hangingChat: FaultCase = {
  name: "hanging-chat",
  what: "Telegram never answers for one chat: the others go on as before",
  short: false,
  run: (context) =>
    underLoad(context, {
      env,
      // Far below what a chat can take, so that nothing but the fault can make anybody wait.
      everyMs: 500,
      async harm({ stack, load, chats, lastsMs, figure, broken }) {
        const [hanging = 0, ...others] = chats;
        const fromMs = performance.now();
        const before = waitsMs(load.history, { chats: others, fromMs: 0, toMs: fromMs - NOTICED_MS });
        figure("p99 of the other chats before, ms", quantileMs(before, 0.99).toFixed(0));
        stack.sandbox.addFault({ kind: "hang", chat_id: hanging });
        await lastsMs(4 * SEND_TIMEOUT_MS);
        const waits = waitsMs(load.history, { chats: others, fromMs, toMs: performance.now() - NOTICED_MS });
        const p99 = quantileMs(waits, 0.99);
        figure("p99 of the other chats beside it, ms", p99.toFixed(0));
        if (p99 > NOTICED_MS) broken(`other chats waited for the one that hangs: p99 ${p99.toFixed(0)} ms`);
        stack.sandbox.clearFaults();
      },
    }),
};

export const hangingTelegram: FaultCase = {
  name: "hanging-telegram",
  what: "Telegram answers nobody for a while: every send ends by its timeout",
  short: false,
  run: (context) =>
    underLoad(context, {
      bots: 2,
      env,
      async harm({ stack, lastsMs, figure }) {
        stack.sandbox.addFault({ kind: "hang" });
        await lastsMs(4 * SEND_TIMEOUT_MS);
        figure("calls that hung", stack.sandbox.stats().faults.hang ?? 0);
        stack.sandbox.clearFaults();
      },
    }),
};
