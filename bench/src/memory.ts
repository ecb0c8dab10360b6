import { setTimeout } from "node:timers/promises";
import { waitFor } from "@bellwire/testkit";
import { mebibytes, round, slope } from "./measure.ts";
import { publishBurst, startBenchStack } from "./stack.ts";

/** One burst of so many messages in each period: about the sustained rate of a busy day, in gusts. */
const BURST = 2000;
const PERIOD_MS = 5000;

export const memory = {
  name: "memory",
  what: "resident memory of the bot and of web after warm-up, under gusts of 2,000 messages every 5 s",
  async run({ smoke }: { smoke: boolean }): Promise<void> {
    const [warmUp, periods] = smoke ? [1, 2] : [24, 48];
    const stack = await startBenchStack();
    // The first bursts are as large as they come, so that buffers have their final size before it counts.
    await publishBurst(stack, smoke ? 1000 : 20_000, 500);
    const samples: { x: number; bot: number; web: number }[] = [];
    const begunAt = performance.now();
    for (let period = 0; period < warmUp + periods; period += 1) {
      const before = await stack.sent();
      await Promise.all([publishBurst(stack, BURST, 500), smoke ? undefined : setTimeout(PERIOD_MS)]);
      await waitFor(async () => (await stack.sent()) - before >= BURST, {
        timeoutMs: 60_000,
        what: "a gust",
      });
      if (period < warmUp) continue;
      const x = (performance.now() - begunAt) / 60_000;
      samples.push({ x, bot: stack.bot.rssBytes(), web: stack.web.rssBytes() });
    }
    for (const service of ["bot", "web"] as const) {
      const points = samples.map((sample) => ({ x: sample.x, y: sample[service] / 1024 / 1024 }));
      const now = mebibytes(samples.at(-1)?.[service] ?? 0);
      console.log(`  ${service}: ${now} MiB, ${round(slope(points), 2)} MiB a minute`);
    }
    await stack.stop();
  },
};
