import type { ServiceProcess } from "@bellwire/testkit";
import type { FaultCase } from "../case.ts";
import { DEFAULT_PATIENCE } from "../fault-stack.ts";
import { type Scene, underLoad } from "../scene.ts";
import { slowAnswers } from "./kill-services.ts";

/** SIGTERM, and an end in order. */
async function endInOrder({ broken }: Scene, service: ServiceProcess | undefined): Promise<void> {
  const exit = await service?.stop();
  if (exit?.code !== 0) broken(`${service?.name} ended with ${JSON.stringify(exit)} after SIGTERM`);
}

export const rollingRestart: FaultCase = {
  name: "rolling-restart",
  what: "SIGTERM of each bot and of web, one after the other, under load: nothing lost by any door, nothing twice",
  short: true,
  run: (context) =>
    underLoad(context, {
      bots: 2,
      env: DEFAULT_PATIENCE,
      async harm(scene) {
        const { stack, load, short } = scene;
        stack.sandbox.addFault(slowAnswers);
        for (let round = 0; round < (short ? 1 : 3); round += 1) {
          for (const index of stack.bots.keys()) {
            await endInOrder(scene, stack.bots[index]);
            await load.arrivedMore(50);
            await stack.startBot(index);
            await stack.ready();
          }
          await endInOrder(scene, stack.web);
          await stack.startWeb();
          await stack.ready();
          await load.arrivedMore(50);
        }
      },
    }),
};
