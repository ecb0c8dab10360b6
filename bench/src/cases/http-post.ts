import type { Case } from "../case.ts";
import { compare, cpuSum, type Measured } from "../rounds.ts";
import { bellwireBridge } from "../sides/bellwire.ts";
import { bareBridge, bullmqBridge, plainBridge } from "../sides/http-peers.ts";
import { postedSide } from "../sides/http-stack.ts";
import { startSandboxProcess } from "../sides/telegram.ts";
import { comparison, reached } from "../table.ts";

const CHATS = 5000;

export const httpPost: Case = {
  name: "http",
  what: "POST /notifications over 32 connections, until Telegram's double has them all",
  async run({ smoke }) {
    const size = smoke ? { messages: 300, rounds: 1 } : { messages: 5000, rounds: 5 };
    const plans = [
      bellwireBridge({ name: "Bellwire, channel" }),
      bellwireBridge({ name: "Bellwire, channel, 128 sends in flight", concurrency: 128 }),
      bellwireBridge({ name: "Bellwire, stream", via: "stream" }),
      bellwireBridge({ name: "Bellwire, channel, into its sandbox", telegram: startSandboxProcess }),
      bareBridge,
      plainBridge,
      bullmqBridge,
    ];
    const measured = await compare(
      plans.map((plan) => postedSide(plan, CHATS)),
      size,
    );
    return [comparison("POST to Telegram", measured, verdict(measured))];
  },
};

function verdict(measured: readonly Measured[]): string {
  const of = (name: string) => measured.find((side) => side.name === name);
  const [ours, bare, plain, bullmq] = [
    measured[0],
    of(bareBridge.name),
    of(plainBridge.name),
    of(bullmqBridge.name),
  ];
  if (!ours || !bare || !plain || !bullmq) throw new Error("a side is missing");
  return [
    reached(ours.perSecond / bare.perSecond, " x the bare one", { goal: 0.7 }, 2),
    reached(ours.perSecond / plain.perSecond, " x the plain one", { floor: 1 }, 2),
    `CPU a message at most BullMQ's ${cpuSum(ours) <= cpuSum(bullmq) ? "reached" : "missed"}`,
  ].join("; ");
}
