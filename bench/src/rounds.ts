import { ticksOfMachine } from "./machine.ts";
import { median, shown } from "./measure.ts";

/** A process whose processor time counts as the cost of its side. */
export type Counted = { name: string; cpuMs: () => number };

/** One side of a comparison, up and ready. */
export type Running = {
  counted: readonly Counted[];
  /** Brings messages `first` to `first + count - 1` through; resolves when the last one is. */
  carry: (first: number, count: number) => Promise<void>;
  /** Throws unless all messages below `end` came, each once, and none was dropped. */
  verify: (end: number) => Promise<void>;
  /** Ends its processes. */
  stop: () => Promise<void>;
};

export type Side = { name: string; start: () => Promise<Running> };

/** Medians over the rounds; processor time in microseconds a message, by process. */
export type Measured = { name: string; perSecond: number; cpuMicros: Record<string, number> };

/** `takenShare`: how much of the processors the host of this machine gave to others meanwhile. */
type Round = { perSecond: number; cpuMicros: Record<string, number>; takenShare: number };

/**
 * Measures all sides on the same machine in the same minutes: each round gives every side its turn, every other round
 * in reverse, so that what disturbs the machine disturbs them alike. A first turn of each is not counted.
 */
export async function compare(
  sides: readonly Side[],
  { messages, rounds }: { messages: number; rounds: number },
): Promise<Measured[]> {
  const competitors: { name: string; running: Running; rounds: Round[]; next: number }[] = [];
  try {
    for (const side of sides)
      competitors.push({ name: side.name, running: await side.start(), rounds: [], next: 0 });
    for (let number = 0; number <= rounds; number += 1) {
      const order = number % 2 === 0 ? competitors : [...competitors].reverse();
      for (const competitor of order) {
        const round = await measureRound(competitor.running, competitor.next, messages);
        competitor.next += messages;
        if (number === 0) continue;
        competitor.rounds.push(round);
        console.log(`  round ${number}: ${competitor.name}, ${shown(round.perSecond)}/s${takenWords(round)}`);
      }
    }
    for (const { running, next } of competitors) await running.verify(next);
  } finally {
    for (const { running } of competitors) await running.stop();
  }
  return competitors.map(({ name, rounds: all }) => summary(name, all));
}

async function measureRound(running: Running, first: number, count: number): Promise<Round> {
  const cpuBefore = running.counted.map(({ cpuMs }) => cpuMs());
  const [begunAt, ticksBefore] = [performance.now(), ticksOfMachine()];
  await running.carry(first, count);
  const [seconds, ticks] = [(performance.now() - begunAt) / 1000, ticksOfMachine()];
  const cpuMicros = running.counted.map(({ name, cpuMs }, index): [string, number] => [
    name,
    ((cpuMs() - (cpuBefore[index] ?? 0)) * 1000) / count,
  ]);
  const takenShare = (ticks.taken - ticksBefore.taken) / Math.max(1, ticks.all - ticksBefore.all);
  return { perSecond: count / seconds, cpuMicros: Object.fromEntries(cpuMicros), takenShare };
}

function takenWords({ takenShare }: Round): string {
  return takenShare < 0.01 ? "" : ` (${shown(takenShare * 100)} % of the processors taken by other machines)`;
}

function summary(name: string, rounds: readonly Round[]): Measured {
  const processes = Object.keys(rounds[0]?.cpuMicros ?? {});
  return {
    name,
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    cpuMicros: Object.fromEntries(
      processes.map((process) => [process, median(rounds.map(({ cpuMicros }) => cpuMicros[process] ?? 0))]),
    ),
  };
}

export function cpuSum({ cpuMicros }: Measured): number {
  return Object.values(cpuMicros).reduce((sum, micros) => sum + micros, 0);
}
