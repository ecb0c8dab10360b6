import { type RedisProcess, startProxy, startRedis, waitFor } from "@bellwire/testkit";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EventTail } from "../../src/events/event-tail.ts";
import { idsOf, KEY, names, openTail, tell } from "./recorded-events.ts";

let redis: RedisProcess;
let closes: (() => Promise<void>)[] = [];

beforeEach(async () => {
  redis = await startRedis({ aof: true });
});
afterEach(async () => {
  for (const close of closes.reverse()) await close();
  closes = [];
  await redis.stop();
});

async function open(...urls: [string, string?]) {
  const opened = await openTail(...urls);
  closes.push(opened.close);
  return opened;
}

async function listen(tail: EventTail) {
  const told = { ids: [] as string[], missed: 0 };
  const listening = tail.listen({
    onEvents: (events) => void told.ids.push(...idsOf(events)),
    onMissed: () => {
      told.missed += 1;
    },
  });
  await listening.ready;
  return { told, close: () => listening.close() };
}

/** Whether the tail has a blocking read under way, as Redis sees it. */
async function isReading(): Promise<boolean> {
  const client = redis.client();
  const list = String(await client.client("LIST"));
  client.disconnect();
  return list.split("\n").some((line) => line.includes("name=test-tail") && line.includes("flags=b"));
}

describe("EventTail", () => {
  it("tells every listener in order what is appended from then on", async () => {
    const { tail } = await open(redis.url);
    const client = redis.client();
    await tell(client, ["before"]);
    const [one, two] = [await listen(tail), await listen(tail)];
    await tell(client, names(2500));
    await waitFor(() => one.told.ids.length >= 2500 && two.told.ids.length >= 2500);
    expect(one.told.ids).toEqual(names(2500));
    expect(two.told.ids).toEqual(names(2500));
    two.close();
    await tell(client, ["more"]);
    await waitFor(() => one.told.ids.includes("more"));
    expect(two.told.ids).not.toContain("more");
  });

  it("reads nothing while nobody listens, and begins with now when somebody does", async () => {
    const { tail } = await open(redis.url);
    const first = await listen(tail);
    await waitFor(isReading);
    first.close();
    await waitFor(async () => !(await isReading()));
    await tell(redis.client(), names(10));
    const second = await listen(tail);
    await tell(redis.client(), ["now"]);
    await waitFor(() => second.told.ids.length > 0);
    expect(second.told.ids).toEqual(["now"]);
  });

  it("leaves out what is no event, and goes on", async () => {
    const { tail } = await open(redis.url);
    const { told } = await listen(tail);
    await redis.client().xadd(KEY, "*", "hello", "world");
    await tell(redis.client(), ["after"]);
    await waitFor(() => told.ids.length > 0);
    expect(told.ids).toEqual(["after"]);
  });

  it("misses nothing over cut connections and a restart of Redis", async () => {
    const { tail } = await open(redis.url);
    const { told } = await listen(tail);
    const client = redis.client();
    for (const round of ["a", "b", "c"]) {
      await client.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
      await tell(client, names(50, round));
    }
    await redis.restart();
    const again = redis.client();
    await tell(again, names(50, "d"));
    await waitFor(() => told.ids.length >= 200);
    expect(told.ids).toEqual(["a", "b", "c", "d"].flatMap((round) => names(50, round)));
  });

  it("finds a connection that is silent without being closed", async () => {
    const proxy = await startProxy({ port: redis.port });
    closes.push(() => proxy.close());
    const { tail } = await open(proxy.url(), redis.url);
    const { told } = await listen(tail);
    proxy.blackhole(true);
    await tell(redis.client(), names(5));
    // The next connection is served: only the old one is dead.
    proxy.blackhole(false);
    await waitFor(() => told.ids.length >= 5, { timeoutMs: 15_000 });
    expect(told.ids).toEqual(names(5));
  });

  it("says that it may have missed something when that was trimmed meanwhile", async () => {
    const proxy = await startProxy({ port: redis.port });
    closes.push(() => proxy.close());
    const { tail } = await open(proxy.url(), redis.url);
    const { told } = await listen(tail);
    await tell(redis.client(), ["seen"]);
    await waitFor(() => told.ids.length === 1);
    await proxy.refuse(true);
    proxy.cut();
    await tell(redis.client(), names(20), 5);
    await proxy.refuse(false);
    await waitFor(() => told.missed > 0);
    await tell(redis.client(), ["later"]);
    await waitFor(() => told.ids.includes("later"));
  });

  it("goes on with a stream that was emptied, and with one whose clock is behind", async () => {
    const { tail } = await open(redis.url);
    const { told } = await listen(tail);
    const client = redis.client();
    await tell(client, ["old"]);
    await waitFor(() => told.ids.includes("old"));
    await client.flushall();
    await tell(client, ["new"]);
    await waitFor(() => told.ids.includes("new"));
    await client.flushall();
    const event = ["id", "behind", "user_id", "1", "state", "sent", "at_ms", "1", "revision", "1"];
    await client.xadd(KEY, "5-1", ...event);
    await waitFor(() => told.missed > 0);
    await client.xadd(KEY, "6-1", ...event);
    await waitFor(() => told.ids.includes("behind"));
  });

  it("leaves no timer and no socket running", async () => {
    const running = () =>
      process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap" || name === "Timeout")
        .length;
    const before = running();
    const { tail, close } = await open(redis.url);
    await listen(tail);
    await waitFor(isReading);
    await close();
    await waitFor(() => running() <= before);
  });

  it("begins when Redis comes, and stops while it is away", async () => {
    const { tail, close } = await open(redis.url);
    await redis.kill();
    const listening = listen(tail);
    await redis.restart();
    const { told } = await listening;
    await tell(redis.client(), ["hello"]);
    await waitFor(() => told.ids.length === 1);
    await redis.kill();
    await close();
    await close();
  });
});
