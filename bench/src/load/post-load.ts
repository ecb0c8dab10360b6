import { setTimeout } from "node:timers/promises";
import { sharedClockMs } from "../measure.ts";
import { HttpConnection } from "./http-connection.ts";

/** Where to POST, and what body message `number` has. */
export type PostTarget = { port: number; path: string; body: (number: number) => string };

/** POSTs messages `first` to `first + count - 1` over so many connections, each as fast as it is answered. */
export async function postAll(
  target: PostTarget,
  { first, count, connections }: { first: number; count: number; connections: number },
): Promise<void> {
  let next = first;
  await withConnections(target, connections, async (open) => {
    const lane = async (connection: HttpConnection): Promise<void> => {
      while (next < first + count) {
        const body = target.body(next);
        next += 1;
        accepted(await connection.post(body));
      }
    };
    await Promise.all(open.map(lane));
  });
}

/**
 * POSTs at an even pace whether or not the answers keep up, which shows waiting as waiting. Resolves to the moment
 * (of `sharedClockMs`) at which each POST began, which for one that found no free connection is before it was written.
 */
export async function postPaced(
  target: PostTarget,
  { first, count, perSecond }: { first: number; count: number; perSecond: number },
): Promise<number[]> {
  return await withConnections(target, CONNECTIONS_FOR_PACE, async (open) => {
    const pool = new Pool(open);
    const begunMs: number[] = [];
    const answers: Promise<void>[] = [];
    const startMs = sharedClockMs();
    for (let index = 0; index < count; index += 1) {
      const early = startMs + (index * 1000) / perSecond - sharedClockMs();
      if (early > 0) await setTimeout(early);
      begunMs.push(sharedClockMs());
      answers.push(
        pool.use(async (connection) => accepted(await connection.post(target.body(first + index)))),
      );
    }
    await Promise.all(answers);
    return begunMs;
  });
}

const CONNECTIONS_FOR_PACE = 100;

/** Whoever finds no free connection waits for one, in order. */
class Pool {
  readonly #idle: HttpConnection[];
  readonly #waiting: ((connection: HttpConnection) => void)[] = [];

  constructor(connections: HttpConnection[]) {
    this.#idle = connections;
  }

  async use(work: (connection: HttpConnection) => Promise<void>): Promise<void> {
    const connection =
      this.#idle.pop() ?? (await new Promise<HttpConnection>((resolve) => this.#waiting.push(resolve)));
    await work(connection);
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(connection);
    else next(connection);
  }
}

async function withConnections<T>(
  { port, path }: PostTarget,
  count: number,
  work: (open: HttpConnection[]) => Promise<T>,
): Promise<T> {
  const all = await Promise.all(Array.from({ length: count }, () => HttpConnection.open(port, path)));
  try {
    return await work([...all]);
  } finally {
    for (const connection of all) connection.close();
  }
}

function accepted(status: number): void {
  if (status !== 202) throw new Error(`a POST was answered ${status}`);
}
