import { waitFor } from "@bellwire/testkit";
import type { FaultCase } from "../case.ts";
import { underLoad } from "../scene.ts";
import { readStats } from "../settle.ts";

export const blockedPerson: FaultCase = {
  name: "blocked-person",
  what: "a person blocks the bot and comes back: what was parked for them arrives, in order, each once",
  short: false,
  run: (context) =>
    underLoad(context, {
      bots: 2,
      async harm({ stack, load, chats, figure, lastsMs }) {
        const gone = chats.slice(0, 3);
        const parked = async () => (await readStats(stack)).states.parked ?? 0;
        for (let round = 0; round < 3; round += 1) {
          for (const chat of gone) stack.sandbox.block(chat);
          await waitFor(async () => (await parked()) > 50, { what: "50 messages to be parked" });
          await lastsMs(1000);
          figure(`parked, round ${round + 1}`, await parked());
          for (const chat of gone) stack.sandbox.openDeepLink(chat);
          await load.arrivedMore(200);
        }
        await waitFor(async () => (await parked()) === 0, { what: "nothing to be parked any more" });
      },
    }),
};
