import type { Case } from "../case.ts";
import { compare, type Measured } from "../rounds.ts";
import { bullmqQueue } from "../sides/bullmq.ts";
import { settledSide } from "../sides/null-bot.ts";
import { rawStream } from "../sides/raw.ts";
import { comparison, type Finding, reached } from "../table.ts";

const CHATS = 5000;
const MANY_CHATS = 100_000;
const CONCURRENCY = 100;

/** Finished jobs that BullMQ keeps: as many as Bellwire keeps records, or none, as it is fastest. */
const KEPT = [100_000, 0];

/** Bellwire against BullMQ at its fastest. */
const GOALS = { goal: 3, floor: 1 };

export const streamQueue: Case = {
  name: "stream",
  what: "stream door → delivery queue → a sender that does nothing → settled; against BullMQ and a bare stream",
  async run({ smoke }) {
    const size = smoke ? { messages: 500, rounds: 1 } : { messages: 40_000, rounds: 5 };
    const findings: Finding[] = [];
    for (const aof of smoke ? [true] : [true, false]) {
      const sides = [
        ...[CHATS, MANY_CHATS].map((chats) =>
          settledSide({ aof, chats, concurrency: CONCURRENCY, door: "stream" }),
        ),
        ...KEPT.map((keepFinished) =>
          bullmqQueue({ aof, chats: CHATS, concurrency: CONCURRENCY, keepFinished }),
        ),
        rawStream({ aof, chats: CHATS }),
      ];
      const title = `Stream door to settled, ${aof ? "AOF synced every second" : "no persistence"}`;
      const measured = await compare(sides, size);
      findings.push(comparison(title, measured, verdict(measured)));
    }
    return findings;
  },
};

function verdict(measured: readonly Measured[]): string {
  const bullmq = measured.filter(({ name }) => name.startsWith("BullMQ"));
  const fastest = Math.max(...bullmq.map(({ perSecond }) => perSecond));
  return reached((measured[0]?.perSecond ?? 0) / fastest, " x BullMQ", GOALS, 2);
}
