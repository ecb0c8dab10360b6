import type { Case } from "../case.ts";
import { through } from "../load/door-load.ts";
import { postAll } from "../load/post-load.ts";
import { cpuMsOf, median, shown } from "../measure.ts";
import { messageText } from "../message.ts";
import { chatOfUser, type People, startPeople, userOf } from "../sides/people.ts";
import { eachOnce } from "../sides/verify.ts";
import type { Finding } from "../table.ts";

const PAGE = 50;
const CONNECTIONS = 32;
/** Of the time that the same takes with the fewest recipients. */
const GOAL = 1.25;

type Size = { sizes: number[]; rounds: number; calls: number; messages: number };
const FULL: Size = { sizes: [100, 10_000, 100_000], rounds: 3, calls: 150, messages: 1500 };
const SMOKE: Size = { sizes: [100, 300], rounds: 1, calls: 5, messages: 100 };

/** What one call took, in one round: by the clock, and of Redis's processor. */
type Cost = { ms: number; redisMicros: number };

/** So many calls, the first of which has this number among all that were ever made. */
type Batch = { first: number; count: number };

/** Makes a batch of calls for each of `all`. Resolves with what one took, in milliseconds, in their order. */
type Step = { name: string; run: (all: readonly People[], batch: Batch) => Promise<number[]> };

/** A call to web, and what its answer must hold. */
type Call = { path: string; method?: string; holds: (body: string) => boolean };

export const recipients: Case = {
  name: "recipients",
  what: "listing, searching, linking and sending with few and with many recipients, over HTTP",
  async run({ smoke }) {
    const { sizes, rounds, calls, messages } = smoke ? SMOKE : FULL;
    const all: People[] = [];
    const costs = new Map<string, Cost[]>();
    try {
      for (const size of sizes) {
        all.push(await startPeople(size));
        console.log(`  ${shown(size)} recipients are linked`);
      }
      for (let round = 0; round <= rounds; round += 1) {
        for (const step of STEPS) {
          const count = step === SEND ? messages : calls;
          const order = round % 2 === 0 ? all : [...all].reverse();
          const found = await costsOf(step, order, { first: round * count, count });
          for (const [at, { size }] of order.entries())
            if (round > 0) note(costs, keyOf(step, size), found[at]);
        }
      }
      const sent = (rounds + 1) * messages;
      for (const { telegram } of all) eachOnce("Bellwire", await telegram.count(), sent);
    } finally {
      for (const people of all) await people.stop();
    }
    return [findingOf(sizes, costs, all.at(-1)?.bytesEach ?? 0)];
  },
};

const listing = reading("a page of 50", ({ size }, number) => {
  const after = userOf(spread(number, size - PAGE - 1));
  return { path: `/recipients?limit=${PAGE}&cursor=${after}`, holds: holdsUsers(PAGE) };
});

const searching = reading("search by how the user id begins (10 found)", () => ({
  path: `/recipients?q=${userOf(10).slice(0, -1)}`,
  holds: holdsUsers(10),
}));

const findingChat = reading("search by chat id", ({ size }, number) => {
  const found = spread(number, size);
  return { path: `/recipients?q=${chatOfUser(found)}`, holds: (body) => body.includes(`"${userOf(found)}"`) };
});

const readingOne = reading("one of them", ({ size }, number) => {
  const found = spread(number, size);
  return {
    path: `/recipients/${userOf(found)}`,
    holds: (body) => body.includes(`"chat_id":${chatOfUser(found)}`),
  };
});

const linking = reading("making a link, with its QR code", ({ size }, number) => ({
  path: `/recipients/${userOf(spread(number, size))}/link`,
  method: "POST",
  holds: (body) => body.includes("?start="),
}));

/** By 32 connections at once, until Telegram's double has them all. */
const SEND: Step = {
  name: "sending, 32 at once, until Telegram has it",
  async run(all, batch) {
    const found: number[] = [];
    for (const people of all) found.push(await sendAll(people, batch));
    return found;
  },
};

async function sendAll({ size, port, telegram }: People, { first, count }: Batch): Promise<number> {
  const body = (number: number) =>
    `{"user_id":"${userOf(spread(number, size))}","message":"${messageText(number)}"}`;
  const progress = async () => (await telegram.count()).count;
  const begunAt = performance.now();
  await postAll({ port, path: "/notifications", body }, { first, count, connections: CONNECTIONS });
  await through(first + count, progress);
  return (performance.now() - begunAt) / count;
}

const STEPS: readonly Step[] = [listing, searching, findingChat, readingOne, linking, SEND];

/** One call after the other, to each in turn, so that what disturbs the machine disturbs all alike; the median counts. */
function reading(name: string, callOf: (people: People, number: number) => Call): Step {
  return {
    name,
    async run(all, { first, count }) {
      const took = all.map((): number[] => []);
      for (let number = first; number < first + count; number += 1) {
        for (const [at, people] of all.entries())
          took[at]?.push(await timeOf(people.port, callOf(people, number)));
      }
      return took.map(median);
    },
  };
}

async function timeOf(port: number, { path, method = "GET", holds }: Call): Promise<number> {
  const begunAt = performance.now();
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { "x-bellwire": "bench" },
  });
  const body = await answer.text();
  const took = performance.now() - begunAt;
  if (!answer.ok || !holds(body))
    throw new Error(`${path} was answered ${answer.status} ${body.slice(0, 500)}`);
  return took;
}

async function costsOf(step: Step, all: readonly People[], batch: Batch): Promise<Cost[]> {
  const cpuMs = () => all.map(({ redis }) => cpuMsOf(redis.pid));
  const before = cpuMs();
  const found = await step.run(all, batch);
  const after = cpuMs();
  const redisMicros = (at: number) => (((after[at] ?? 0) - (before[at] ?? 0)) * 1000) / batch.count;
  return found.map((ms, at) => ({ ms, redisMicros: redisMicros(at) }));
}

function note(costs: Map<string, Cost[]>, key: string, cost: Cost | undefined): void {
  if (cost !== undefined) costs.set(key, [...(costs.get(key) ?? []), cost]);
}

function holdsUsers(count: number): (body: string) => boolean {
  return (body) => (JSON.parse(body) as { items: unknown[] }).items.length === count;
}

/** Goes through all numbers below `end` in an order that has none beside its neighbour. */
function spread(number: number, end: number): number {
  return (number * 7919) % end;
}

function keyOf({ name }: Step, size: number): string {
  return `${name} ${size}`;
}

function findingOf(sizes: readonly number[], costs: ReadonlyMap<string, Cost[]>, bytesEach: number): Finding {
  const [fewest = 0, ...more] = sizes;
  const of = (step: Step, size: number, what: keyof Cost) =>
    median((costs.get(keyOf(step, size)) ?? []).map((cost) => cost[what]));
  const ratio = (step: Step, size: number) => of(step, size, "ms") / of(step, fewest, "ms");
  const worst = (size: number) => Math.max(...STEPS.map((step) => ratio(step, size)));
  const words = more.map((size) => `${shown(worst(size), 2)} x with ${shown(size)}`);
  const goal = `at most ${shown(GOAL, 2)} x the time ${worst(more[0] ?? fewest) <= GOAL ? "reached" : "missed"}`;
  return {
    title: "Recipients",
    columns: [
      "what",
      ...sizes.map((size) => `ms with ${shown(size)}`),
      ...more.map((size) => `${shown(size)} take`),
      "of it Redis's processor, µs",
    ],
    rows: STEPS.map((step) => [
      step.name,
      ...sizes.map((size) => shown(of(step, size, "ms"), 2)),
      ...more.map((size) => `${shown(ratio(step, size), 2)} x`),
      sizes.map((size) => shown(of(step, size, "redisMicros"))).join(", "),
    ]),
    verdict: `goal with ${shown(more[0] ?? fewest)} recipients: ${goal}; the slowest: ${words.join(", ")}. Redis keeps ${shown(bytesEach)} bytes a recipient`,
  };
}
