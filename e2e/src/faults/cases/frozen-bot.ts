import type { FaultCase } from "../case.ts";
import { underLoad } from "../scene.ts";
import { allowForKill, slowAnswers } from "./kill-services.ts";

/** Longer than the lease of what it has taken (1.5 s) and than that of the intake (3 s). */
const FROZEN_MS = 6000;

export const frozenBot: FaultCase = {
  name: "frozen-bot",
  what: "SIGSTOP of the bot that takes in for longer than its leases, then SIGCONT; the other one takes over",
  short: true,
  run: (context) =>
    underLoad(context, {
      bots: 2,
      async harm(scene) {
        const { stack, load, say } = scene;
        stack.sandbox.addFault(slowAnswers);
        for (let round = 0; round < (scene.short ? 1 : 2); round += 1) {
          const frozen = await stack.holder();
          say(`SIGSTOP of bot ${frozen} for ${FROZEN_MS} ms`);
          allowForKill(scene);
          stack.bots[frozen]?.kill("SIGSTOP");
          await scene.lastsMs(FROZEN_MS);
          stack.bots[frozen]?.kill("SIGCONT");
          await stack.ready();
          await load.arrivedMore(100);
        }
      },
    }),
};

export const frozenThenAlone: FaultCase = {
  name: "frozen-then-alone",
  what: "the bot that took in comes back from SIGSTOP in the moment its successor is killed: it repeats nothing",
  short: false,
  run: (context) =>
    underLoad(context, {
      bots: 2,
      async harm(scene) {
        const { stack, load } = scene;
        stack.sandbox.addFault(slowAnswers);
        const frozen = await stack.holder();
        const successor = 1 - frozen;
        allowForKill(scene);
        stack.bots[frozen]?.kill("SIGSTOP");
        await scene.lastsMs(FROZEN_MS);
        stack.bots[frozen]?.kill("SIGCONT");
        allowForKill(scene);
        stack.bots[successor]?.kill("SIGKILL");
        await load.arrivedMore(100);
        await stack.startBot(successor);
      },
    }),
};
