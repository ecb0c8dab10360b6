import { type RedisProcess, waitFor } from "@bellwire/testkit";
import type { Stack } from "../stack.ts";
import type { Attempt } from "./history.ts";

/** What `GET /stats` says, as far as it tells whether work is left. */
type Stats = { states: Record<string, number> };

type RedisClient = ReturnType<RedisProcess["client"]>;

/** A message in one of these will still be sent, or end by itself. */
const ON_ITS_WAY = ["accepted", "queued", "scheduled", "sending", "retrying"];

const IN_MEMORY_MS = 5000;

export async function readStats(stack: Stack): Promise<Stats> {
  const response = await fetch(`${stack.webUrl}/stats`, { signal: AbortSignal.timeout(3000) });
  if (!response.ok) throw new Error(`GET /stats answered ${response.status}`);
  return (await response.json()) as Stats;
}

/** Messages at the doors and on their way to Telegram, by where they are; empty when nothing is. */
export async function onTheirWay(stack: Stack, client: RedisClient): Promise<Record<string, number>> {
  const { states } = await readStats(stack);
  const places = await atTheDoors(client);
  for (const state of ON_ITS_WAY) places[state] = states[state] ?? 0;
  return Object.fromEntries(Object.entries(places).filter(([, count]) => count > 0));
}

/** The doors are looked at from outside: that nothing is left there must not rest on the product's own word. */
async function atTheDoors(client: RedisClient): Promise<Record<string, number>> {
  const places: Record<string, number> = { queue: await client.llen("notification:queue") };
  const lists = await client.keys("notification:queue:pending:*");
  for (const list of lists) places.queuePending = (places.queuePending ?? 0) + (await client.llen(list));
  for (const group of await groupsOf(client)) {
    places.streamPending = (places.streamPending ?? 0) + Number(group.get("pending"));
    places.streamUnread = (places.streamUnread ?? 0) + Number(group.get("lag") ?? 0);
  }
  return places;
}

async function groupsOf(client: RedisClient): Promise<Map<string, unknown>[]> {
  const answer: unknown = await client.xinfo("GROUPS", "notification:stream").catch(() => []);
  if (!Array.isArray(answer)) return [];
  return answer.map((facts: unknown[]) => {
    const pairs = facts.flatMap((name, at) => (at % 2 === 0 ? [[String(name), facts[at + 1]] as const] : []));
    return new Map(pairs);
  });
}

/**
 * Waits until nothing is on its way any more, so that no late copy can come, and nothing that has to arrive is missing.
 * Answers what is wrong where that does not happen in time; what is idle and still misses messages has lost them.
 */
export async function waitUntilIdle(
  stack: Stack,
  missing: () => Attempt[],
  timeoutMs: number,
): Promise<string | undefined> {
  const client = stack.redis.client();
  let left: Record<string, number> = {};
  const idle = async () => {
    left = await onTheirWay(stack, client);
    return Object.keys(left).length === 0;
  };
  try {
    await waitFor(idle, { timeoutMs, everyMs: 100, what: "nothing to be on its way" });
    // What was published on the channel may still be in the memory of a bot, where nobody sees it.
    await waitFor(() => missing().length === 0, { timeoutMs: IN_MEMORY_MS }).catch(() => {});
    await waitFor(idle, { timeoutMs, everyMs: 100, what: "nothing to be on its way" });
    return undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return `not idle: ${JSON.stringify(left)}, ${missing().length} accepted messages missing (${reason})`;
  } finally {
    client.disconnect();
  }
}
