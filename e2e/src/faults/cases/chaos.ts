import type { FaultCase } from "../case.ts";
import { atMostOnce, type Scene, underLoad } from "../scene.ts";
import { slowAnswers } from "./kill-services.ts";

const BOTS = 3;
const LASTS_MS = { short: 20_000, long: 90_000 };

/** One trouble, from its beginning to its end. What harms a bot harms the one it is given. */
type Trouble = {
  name: string;
  target: "bot" | "web" | "redis" | "telegram";
  run: (scene: Scene, bot: number) => Promise<void>;
};

const TROUBLES: readonly Trouble[] = [
  {
    name: "kill -9 of a bot",
    target: "bot",
    async run({ stack, allow, chats, lastsMs }, index) {
      allow(chats.length, "a kill");
      stack.bots[index]?.kill("SIGKILL");
      await stack.bots[index]?.exited;
      await lastsMs(500);
      await stack.startBot(index);
    },
  },
  {
    name: "SIGTERM of a bot",
    target: "bot",
    async run({ stack }, index) {
      await stack.bots[index]?.stop();
      await stack.startBot(index);
    },
  },
  {
    name: "a frozen bot",
    target: "bot",
    async run({ stack, allow, chats, lastsMs }, index) {
      const bot = stack.bots[index];
      allow(chats.length, "a freeze");
      bot?.kill("SIGSTOP");
      await lastsMs(1000 + Math.random() * 5000);
      bot?.kill("SIGCONT");
    },
  },
  {
    name: "kill -9 of web",
    target: "web",
    async run({ stack }) {
      stack.web.kill("SIGKILL");
      await stack.web.exited;
      await stack.startWeb();
    },
  },
  {
    name: "kill -9 of Redis",
    target: "redis",
    async run({ stack, lastsMs }) {
      await stack.redis.kill();
      await lastsMs(Math.random() * 2000);
      await stack.redis.restart();
    },
  },
  {
    name: "a pause of Redis",
    target: "redis",
    async run({ stack, lastsMs }) {
      stack.redis.pause();
      await lastsMs(Math.random() * 6000);
      stack.redis.resume();
    },
  },
  {
    name: "CLIENT KILL",
    target: "redis",
    async run({ stack }) {
      const admin = stack.redis.client();
      for (const type of ["normal", "pubsub"])
        await admin.call("CLIENT", "KILL", "TYPE", type, "SKIPME", "yes").catch(() => {});
      admin.disconnect();
    },
  },
  {
    name: "answers lost after the message was written",
    target: "telegram",
    async run({ stack, allow }) {
      allow(3, "lost answers");
      stack.sandbox.clearFaults();
      stack.sandbox.addFault({ kind: "reset_after", count: 3 });
    },
  },
  {
    name: "Telegram refuses or fails for a while",
    target: "telegram",
    async run({ stack, lastsMs }) {
      stack.sandbox.clearFaults();
      const kinds = ["429", "5xx_json", "reset_before", "401"] as const;
      stack.sandbox.addFault({ kind: kinds[Math.floor(Math.random() * kinds.length)] ?? "429", count: 20 });
      await lastsMs(1000);
    },
  },
];

function anyOf<Item>(items: readonly Item[]): Item {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error("nothing to choose from");
  return item;
}

/** One trouble, or two that do not hinder each other. */
function someTroubles(): readonly Trouble[] {
  const first = anyOf(TROUBLES);
  const second = anyOf(TROUBLES);
  if (Math.random() < 0.5 || (first.target === second.target && first.target !== "bot")) return [first];
  return [first, second];
}

export const chaos: FaultCase = {
  name: "chaos",
  what: "one trouble or two at once, at random, for a while: 3 bots, killed, frozen, restarted; web; Redis; Telegram",
  short: false,
  run: (context) =>
    underLoad(context, {
      bots: BOTS,
      chats: 12,
      everyMs: 500,
      async harm(scene) {
        scene.excuse(atMostOnce);
        const untilMs = performance.now() + (context.short ? LASTS_MS.short : LASTS_MS.long);
        while (performance.now() < untilMs) {
          // The oldest fault that matches is taken, so those of Telegram make room for theirs.
          scene.stack.sandbox.clearFaults();
          scene.stack.sandbox.addFault(slowAnswers);
          const troubles = someTroubles();
          scene.say(troubles.map(({ name }) => name).join(", "));
          const bot = Math.floor(Math.random() * BOTS);
          await Promise.all(troubles.map(({ run }, index) => run(scene, (bot + index) % BOTS)));
          await scene.lastsMs(Math.random() * 3000);
        }
        scene.stack.sandbox.clearFaults();
      },
    }),
};
