import { waitFor } from "@bellwire/testkit";
import type { FaultCase } from "../case.ts";
import { atMostOnce, underLoad } from "../scene.ts";

const MAX_QUEUED = 1000;
const CHATS = 20;

export const queueFull: FaultCase = {
  name: "queue-full",
  what: `more comes in than ${MAX_QUEUED} may wait: web refuses, the doors keep theirs, and all of it is sent in the end`,
  short: false,
  run: (context) =>
    underLoad(context, {
      bots: 2,
      chats: CHATS,
      env: { MAX_QUEUED: String(MAX_QUEUED) },
      async harm({ stack, load, figure, excuse, lastsMs }) {
        // The channel keeps nothing: what comes by it while the queue is full is dropped, and counted.
        excuse(atMostOnce);
        stack.sandbox.addFault({ kind: "delay", delay_ms: 400 });
        const refused = () => load.history.attempts.filter(({ outcome }) => outcome === "refused").length;
        await waitFor(() => refused() > 0, { timeoutMs: 60_000, what: "web to refuse" });
        await lastsMs(5000);
        figure("refused by web while it was full", refused());
        stack.sandbox.clearFaults();
      },
    }),
};
