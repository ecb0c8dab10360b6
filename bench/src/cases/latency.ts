import { waitFor } from "@bellwire/testkit";
import type { Case } from "../case.ts";
import { postPaced } from "../load/post-load.ts";
import { median, percentile, shown } from "../measure.ts";
import { bellwireBridge } from "../sides/bellwire.ts";
import { bareBridge, bullmqBridge, plainBridge } from "../sides/http-peers.ts";
import { type HttpPlan, type HttpStack, targetOf } from "../sides/http-stack.ts";
import { eachOnce } from "../sides/verify.ts";

const CHATS = 5000;
const PER_SECOND = 200;
const GOAL_MS = { p50: 5, p99: 25 };

const PLANS = [
  bellwireBridge({ name: "Bellwire, channel" }),
  bellwireBridge({ name: "Bellwire, stream", via: "stream" }),
  bareBridge,
  plainBridge,
  bullmqBridge,
];

type Round = { p50: number; p99: number };
type Competitor = { plan: HttpPlan; stack: HttpStack; rounds: Round[]; next: number };

export const latency: Case = {
  name: "latency",
  what: `${PER_SECOND} POSTs a second at an even pace: from the beginning of the POST to its arrival at Telegram's double`,
  async run({ smoke }) {
    const [messages, rounds] = smoke ? [100, 1] : [2000, 3];
    const competitors: Competitor[] = [];
    try {
      for (const plan of smoke ? PLANS.slice(0, 2) : PLANS)
        competitors.push({ plan, stack: await plan.start(), rounds: [], next: 0 });
      for (let number = 0; number <= rounds; number += 1) {
        for (const competitor of competitors) {
          const round = await measure(competitor, messages);
          competitor.next += messages;
          if (number === 0) continue;
          competitor.rounds.push(round);
          const words = `${shown(round.p50, 1)} ms, p99 ${shown(round.p99, 1)} ms`;
          console.log(`  round ${number}: ${competitor.plan.name}, p50 ${words}`);
        }
      }
      for (const { plan, stack, next } of competitors)
        eachOnce(plan.name, await stack.telegram.count(), next);
    } finally {
      for (const { stack } of competitors) await stack.stop();
    }
    const found = competitors.map(({ plan, rounds: all }) => ({
      name: plan.name,
      p50: median(all.map(({ p50 }) => p50)),
      p99: median(all.map(({ p99 }) => p99)),
    }));
    return [
      {
        title: `POST begins to arrives at Telegram, ${PER_SECOND}/s`,
        columns: ["side", "p50 ms", "p99 ms"],
        rows: found.map(({ name, p50, p99 }) => [name, shown(p50, 1), shown(p99, 1)]),
        verdict: verdict(found[0]),
      },
    ];
  },
};

async function measure({ plan, stack, next }: Competitor, messages: number): Promise<Round> {
  const { telegram } = stack;
  const begunMs = await postPaced(targetOf(plan, stack, CHATS), {
    first: next,
    count: messages,
    perSecond: PER_SECOND,
  });
  await waitFor(async () => (await telegram.count()).count >= next + messages, { what: "the last message" });
  const arrivedMs = await telegram.firstMs(next, messages);
  const took = begunMs.map((begun, index) => (arrivedMs[index] ?? Number.NaN) - begun);
  if (took.some((ms) => !(ms > 0))) throw new Error(`${plan.name}: a message never came`);
  return { p50: percentile(took, 50), p99: percentile(took, 99) };
}

function verdict(ours: Round | undefined): string {
  const words = (["p50", "p99"] as const).map((name) => {
    const reached = (ours?.[name] ?? Number.NaN) < GOAL_MS[name];
    return `${name} below ${GOAL_MS[name]} ms ${reached ? "reached" : "missed"}`;
  });
  return `goal on an idle machine: ${words.join(", ")}`;
}
