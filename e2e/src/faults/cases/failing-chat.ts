import { setTimeout as wait } from "node:timers/promises";
import { waitFor } from "@bellwire/testkit";
import type { Stack } from "../../stack.ts";
import type { CaseReport, FaultCase } from "../case.ts";
import { startFaultStack } from "../fault-stack.ts";
import { judge } from "../judge.ts";
import { quantileMs, waitsMs } from "../latency.ts";
import { Load } from "../load.ts";
import { chatIds } from "../scene.ts";
import { httpSource } from "../sources.ts";

const HEALTHY_CHATS = 50;
const FAILING_MESSAGES = 300;
const MOST_TIMES_SLOWER = 1.5;

/** Many short rounds by turns, and the median of them: what else the machine does hits both sides alike. */
const ROUNDS = 9;
const ROUND_MS = 2500;

/** The p99 of the healthy chats in one round. */
async function roundP99(load: Load): Promise<number> {
  const fromMs = performance.now();
  await wait(ROUND_MS);
  const toMs = performance.now();
  await load.arrivedMore(2 * HEALTHY_CHATS);
  return quantileMs(waitsMs(load.history, { fromMs, toMs }), 0.99);
}

async function publishFailing({ redis, sandbox }: Stack, chat: number): Promise<void> {
  const client = redis.client({ enableAutoPipelining: true });
  sandbox.addFault({ kind: "5xx_json", chat_id: chat });
  const payload = JSON.stringify({ user_id: chat, message: "to the failing chat" });
  await Promise.all(
    Array.from({ length: FAILING_MESSAGES }, () => client.lpush("notification:queue", payload)),
  );
  client.disconnect();
}

/** The chat is well again; what waits for it must be gone before the next round without it. */
async function recover({ sandbox }: Stack, chat: number): Promise<void> {
  sandbox.clearFaults();
  const drained = () =>
    sandbox.chats().some((one) => one.chat_id === chat && one.messages >= FAILING_MESSAGES);
  await waitFor(drained, { timeoutMs: 60_000, what: "the failing chat to catch up" });
}

export const failingChat: FaultCase = {
  name: "failing-chat",
  what: `${FAILING_MESSAGES} messages to a chat that fails: p99 of ${HEALTHY_CHATS} others at most ${MOST_TIMES_SLOWER} × what it is without`,
  short: false,
  async run(context) {
    const stack = await startFaultStack({ bots: 2 });
    const report: CaseReport = { figures: [], broken: [] };
    const sources = [httpSource(stack.webUrl, "stream", "healthy")];
    const load = new Load({ sandbox: stack.sandbox, sources, chats: chatIds(HEALTHY_CHATS), everyMs: 200 });
    await load.arrivedMore(500);
    const p99s = { without: [] as number[], beside: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      p99s.without.push(await roundP99(load));
      const chat = 5001 + round;
      await publishFailing(stack, chat);
      p99s.beside.push(await roundP99(load));
      await recover(stack, chat);
    }
    const [without, beside] = [quantileMs(p99s.without, 0.5), quantileMs(p99s.beside, 0.5)];
    const ratio = beside / without;
    report.figures.push(
      { name: "p99 of each round without, ms", value: listed(p99s.without) },
      { name: "p99 of each round beside it, ms", value: listed(p99s.beside) },
      { name: "times slower, by the medians", value: ratio.toFixed(2) },
    );
    if (!(ratio <= MOST_TIMES_SLOWER)) report.broken.push(`others were ${ratio.toFixed(2)} times slower`);
    await load.end();
    await judge({ context, stack, load, report, excuses: [] });
    return report;
  },
};

function listed(values: readonly number[]): string {
  return values.map((value) => value.toFixed(0)).join(", ");
}
