import { waitFor } from "@bellwire/testkit";
import type { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Lease } from "../../src/lease.ts";
import { QueueReader } from "../../src/list/queue-reader.ts";
import { isRedisFull } from "../../src/redis-full.ts";
import { RedisLink } from "../../src/redis-link.ts";
import { GroupReader } from "../../src/stream/group-reader.ts";
import { StreamKeeper } from "../../src/stream/stream-keeper.ts";
import { type RedisCluster, startCluster } from "../redis-cluster.ts";

/** All keys of a prefix with a hash tag lie on one node; a script that left its slot would be refused. */
const PREFIX = "{bellwire}doors";
const BOUNDS = { items: 100, bytes: 1_000_000 };
const LARGEST = { bytes: 100, reason: "too_large", detail: "too large" };

let cluster: RedisCluster;
let client: Redis;
let link: RedisLink;
let url: string;
const closes: (() => void)[] = [];

beforeAll(async () => {
  cluster = await startCluster();
  const node = await cluster.nodeOf(PREFIX);
  url = node.url;
  client = node.client();
  link = new RedisLink({ url, name: "doors" });
  await link.ready(5000);
}, 60_000);
afterAll(async () => {
  for (const close of closes) close();
  link.close();
  await cluster.stop();
});

async function hold(owner: string): Promise<void> {
  const lease = new Lease({
    ...{ redis: link, key: `${PREFIX}:intake:lease`, tenureKey: `${PREFIX}:intake:tenure` },
    ...{ owner, leaseMs: 60_000, announceOn: `${PREFIX}:bots` },
  });
  await client.del(`${PREFIX}:intake:lease`);
  await lease.tick();
  expect(lease.state).toBe("held");
}

describe("the doors on a cluster of three", () => {
  it("are read, claimed, sorted out, trimmed and kept in one slot: the queue", async () => {
    const open = (reader: string) => {
      const made = new QueueReader({
        redis: link,
        url,
        name: reader,
        prefix: PREFIX,
        reader,
        largest: LARGEST,
      });
      closes.push(() => made.close());
      return made;
    };
    const [first, second] = [open("first"), open("second")];
    await client.lpush(`${PREFIX}:queue`, "1", "x".repeat(101), "2");
    await waitFor(async () => (await first.wait(10)) === undefined);
    await hold("first");
    expect(await first.read(BOUNDS)).toMatchObject({ payloads: [Buffer.from("1"), Buffer.from("2")] });
    await hold("second");
    expect(await second.read(BOUNDS)).toMatchObject({ payloads: [Buffer.from("1"), Buffer.from("2")] });
    expect(await second.sizes()).toEqual({ waiting: 0, pending: 2 });
    expect(await client.xlen(`${PREFIX}:quarantine`)).toBe(1);
  });

  it("are read, claimed, sorted out, trimmed and kept in one slot: the stream", async () => {
    const group = { prefix: PREFIX, group: "bot" };
    const open = (reader: string) => {
      const trimmed = { reason: "trimmed", detail: " was trimmed" };
      const made = new GroupReader({ ...group, url, name: reader, reader, largest: LARGEST, trimmed });
      closes.push(() => made.close());
      return made;
    };
    const [first, second] = [open("first"), open("second")];
    const ids = [];
    for (const text of ["1", "2", "3"]) ids.push(await client.xadd(`${PREFIX}:stream`, "*", "n", text));
    await hold("first");
    await waitFor(() => first.read(BOUNDS));
    await first.wait(10);
    await client.xdel(`${PREFIX}:stream`, String(ids[0]));
    await hold("second");
    const reading = await waitFor(() => second.read(BOUNDS));
    expect(reading).toMatchObject({ kind: "read", trimmed: 1, entries: [{ id: ids[1] }, { id: ids[2] }] });
    await client.xack(`${PREFIX}:stream`, "bot", ...ids.map(String));
    const keeper = new StreamKeeper({ ...group, redis: link, reader: "second" });
    expect(await keeper.trim(10)).toBe(0);
    expect(await keeper.forgetReaders(0)).toBe(1);
    expect(await keeper.sizes()).toEqual({ length: 2, unread: 0, pending: 0 });
    expect(await isRedisFull(link)).toBe(false);
  });
});
