import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  freePort,
  type RedisProcess,
  repoRoot,
  type ServiceProcess,
  spawnService,
  startRedis,
  waitFor,
} from "@bellwire/testkit";
import { type Memory, memoryOf, PROBED, slopeOf } from "./memory.ts";
import { type Load, Publisher } from "./publisher.ts";
import { Readers } from "./readers.ts";
import { SUBSCRIBER } from "./told.ts";
import { Waits } from "./waits.ts";

export type SoakOptions = Load & {
  minutes: number;
  readers: number;
  /** What is followed: the page's stream, or the events of one subscriber. */
  on: "live" | "subscriber";
  print: (line: string) => void;
};

export type SoakReport = {
  published: number;
  /** Readers that were told of exactly so many messages. */
  exact: number;
  /** Events that web dropped: for the readers, and in all, with the reader that reads nothing. */
  droppedForReaders: number;
  dropped: number;
  /** Streams that web ended because nobody read them. */
  cut: number;
  /** Connections of web to Redis, and those of them that are subscribed to anything. */
  connections: number;
  subscribed: number;
  /** From publishing to arrival, without and with a reader that reads nothing. */
  alone: Spread;
  beside: Spread;
  memory: Memory[];
  /** MiB that the memory in use grows in a minute, the first left out; NaN where that was too short to say. */
  growth: number;
};

export type Spread = { p50Ms: number; p99Ms: number; mostMs: number };

const MINUTE_MS = 60_000;

/**
 * Many readers of one web process while messages are published at an even pace; in the second half beside one that
 * reads nothing. Real processes; readers and publisher live in this one.
 */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const redis = await startRedis();
  const { web, url } = await startWeb(redis);
  const readers = new Readers(url + (options.on === "live" ? "/live" : `/subscribers/${SUBSCRIBER}/events`));
  try {
    await readers.open(options.readers);
    return await measure(options, { redis, web, url, readers });
  } finally {
    readers.close();
    await web.stop();
    await redis.stop();
  }
}

type Scene = { redis: RedisProcess; web: ServiceProcess; url: string; readers: Readers };

async function measure(options: SoakOptions, { redis, web, url, readers }: Scene): Promise<SoakReport> {
  const { minutes, print } = options;
  const memory: Memory[] = [await memoryOf(web)];
  const publisher = new Publisher(redis.client(), options);
  const stop = new AbortController();
  const publishing = publisher.run(stop.signal);
  const half = async (): Promise<Spread> => {
    readers.waits = new Waits();
    const untilMs = performance.now() + (minutes * MINUTE_MS) / 2;
    for (let leftMs = untilMs - performance.now(); leftMs > 0; leftMs = untilMs - performance.now()) {
      const cpuMs = web.cpuMs();
      const tookMs = Math.min(leftMs, MINUTE_MS);
      await sleep(tookMs);
      const busy = ((web.cpuMs() - cpuMs) / tookMs) * 100;
      memory.push(await memoryOf(web));
      print(lineOf(memory, busy));
    }
    return spreadOf(readers.waits);
  };
  const alone = await half();
  await readers.openStalled();
  const beside = await half();
  stop.abort();
  await publishing;
  const { published } = publisher;
  const exact = () => readers.seen().filter((seen) => seen === published).length;
  await waitFor(() => exact() === options.readers, { timeoutMs: 5_000 }).catch(() => {});
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return {
    published,
    exact: exact(),
    droppedForReaders: readers.dropped(),
    dropped: figureOf(metrics, "bellwire_pushed_events_dropped_total"),
    cut: figureOf(metrics, "bellwire_pushed_streams_cut_total"),
    ...(await connectionsOf(redis)),
    alone,
    beside,
    memory,
    growth: slopeOf(memory.slice(2).map(({ heap }) => heap)),
  };
}

async function startWeb(redis: RedisProcess): Promise<{ web: ServiceProcess; url: string }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const web = await spawnService({
    name: "web",
    entry: join(repoRoot, "apps", "web", "dist", "main.js"),
    env: { ...PROBED, REDIS_URL: redis.url, PORT: String(port), LOG_LEVEL: "warn" },
  });
  await waitFor(async () => (await fetch(`${url}/readyz`)).ok, { what: `web to be ready\n${web.output()}` });
  return { web, url };
}

/** Web's own connections: this process has but publishers, which have no name. */
async function connectionsOf(redis: RedisProcess): Promise<{ connections: number; subscribed: number }> {
  const list = String(await redis.client().call("CLIENT", "LIST"));
  const webs = list.split("\n").filter((line) => line.includes(" name=bellwire-web"));
  const subscribed = webs.filter((line) => !line.includes(" sub=0 psub=0 "));
  return { connections: webs.length, subscribed: subscribed.length };
}

function spreadOf(waits: Waits): Spread {
  return { p50Ms: waits.quantileMs(0.5), p99Ms: waits.quantileMs(0.99), mostMs: waits.quantileMs(1) };
}

/** The sum of a metric over all its labels; 0 where it was never counted. */
function figureOf(metrics: string, name: string): number {
  const lines = metrics
    .split("\n")
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
}

function lineOf(memory: readonly Memory[], busyPercent: number): string {
  const { rss, heap } = memory.at(-1) ?? { rss: 0, heap: 0 };
  const minute = String(memory.length - 1).padStart(3);
  return `${minute}   ${rss.toFixed(1).padStart(7)}   ${heap.toFixed(1).padStart(7)}   ${busyPercent.toFixed(0).padStart(4)} %`;
}
