import type { FaultCase } from "../case.ts";
import { atMostOnce, type Scene, underLoad } from "../scene.ts";

/** Telegram takes so long to answer that a kill always finds sends whose answer is still to come. */
export const slowAnswers = { kind: "delay", delay_ms: 15 } as const;

/** Sends that may be in flight at a kill: one a chat. Each may come again. */
export function allowForKill({ allow, excuse, chats }: Scene): void {
  allow(chats.length, "sends in flight, one a chat");
  excuse(atMostOnce);
}

async function killBot(scene: Scene, index: number): Promise<void> {
  const bot = scene.stack.bots[index];
  allowForKill(scene);
  bot?.kill("SIGKILL");
  await bot?.exited;
}

export const killBotOfTwo: FaultCase = {
  name: "kill-bot-of-two",
  what: "kill -9 of the bot that takes in, then of the other one; the one that is left goes on",
  short: true,
  run: (context) =>
    underLoad(context, {
      bots: 2,
      async harm(scene) {
        const { stack, load, say, short } = scene;
        stack.sandbox.addFault(slowAnswers);
        const first = await stack.holder();
        for (const index of short ? [first] : [first, 1 - first]) {
          say(`kill -9 of bot ${index}`);
          await killBot(scene, index);
          await load.arrivedMore(100);
          await stack.startBot(index);
          await stack.ready();
          await load.arrivedMore(50);
        }
      },
    }),
};

export const killOnlyBot: FaultCase = {
  name: "kill-only-bot",
  what: "kill -9 of the only bot, started again after 2 s",
  short: false,
  run: (context) =>
    underLoad(context, {
      async harm(scene) {
        scene.stack.sandbox.addFault(slowAnswers);
        await killBot(scene, 0);
        await scene.lastsMs(2000);
        await scene.stack.startBot(0);
      },
    }),
};

export const killWeb: FaultCase = {
  name: "kill-web",
  what: "kill -9 of web in the middle of requests, started again at once",
  short: false,
  run: (context) =>
    underLoad(context, {
      async harm({ stack, load }) {
        for (let round = 0; round < 3; round += 1) {
          stack.web.kill("SIGKILL");
          await stack.web.exited;
          await stack.startWeb();
          await stack.ready();
          await load.arrivedMore(50);
        }
      },
    }),
};
