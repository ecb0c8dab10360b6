import { waitFor } from "@bellwire/testkit";
import { median, round } from "./measure.ts";
import { publishBurst, startBenchStack } from "./stack.ts";

export const burst = {
  name: "burst",
  what: "20,000 messages published as fast as Redis takes them, until the sandbox has them all",
  async run({ smoke }: { smoke: boolean }): Promise<void> {
    const [messages, rounds] = smoke ? [1000, 1] : [20_000, 5];
    const stack = await startBenchStack();
    const perSecond: number[] = [];
    const cpuMicros: number[] = [];
    for (let number = 1; number <= rounds; number += 1) {
      const [sentBefore, cpuBefore, begunAt] = [await stack.sent(), stack.bot.cpuMs(), performance.now()];
      await publishBurst(stack, messages, 500);
      await waitFor(async () => (await stack.sent()) - sentBefore >= messages, {
        timeoutMs: 120_000,
        what: "all messages",
      });
      perSecond.push((messages / (performance.now() - begunAt)) * 1000);
      cpuMicros.push(((stack.bot.cpuMs() - cpuBefore) / messages) * 1000);
      const arrived = (await stack.sent()) - sentBefore;
      console.log(`  round ${number}: ${arrived} of ${messages} arrived, ${round(perSecond.at(-1) ?? 0)}/s`);
    }
    console.log(
      `  median ${round(median(perSecond))} messages/s, ${round(median(cpuMicros))} µs of the bot's CPU a message`,
    );
    await stack.stop();
  },
};
