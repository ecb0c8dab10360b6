import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readDoors } from "../src/doors-view.ts";
import { redisKeys } from "../src/keys.ts";
import { RedisLink } from "../src/redis-link.ts";
import { releaseLeaseScript } from "../src/scripts/lease.ts";

const OPTIONS = { prefix: "p", channel: "notes" };
const keys = redisKeys("p");
let redis: RedisProcess;
let link: RedisLink;

beforeAll(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "doors-view" });
  await link.ready(5000);
});
afterEach(async () => void (await redis.client().flushall()));
afterAll(async () => {
  link.close();
  await redis.stop();
});

describe("readDoors", () => {
  it("shows nobody where nobody is", async () => {
    expect(await readDoors(link, OPTIONS)).toEqual({ channel: { subscribers: 0, bots: 0 }, queueLists: [] });
  });

  it("counts who listens on the channel, and who of them is a bot", async () => {
    await redis.client().subscribe("notes", keys.botsChannel);
    await redis.client().subscribe("notes");
    const { channel } = await readDoors(link, OPTIONS);
    expect(channel).toEqual({ subscribers: 2, bots: 1 });
  });

  it("shows what each bot took from the queue", async () => {
    const client = redis.client();
    await client.sadd(keys.queueReaders, "a", "b");
    await client.rpush(keys.queuePending("a"), "1", "2");
    const { queueLists } = await readDoors(link, OPTIONS);
    expect([...queueLists].sort((one, other) => other.length - one.length)).toEqual([
      { bot: "a", length: 2 },
      { bot: "b", length: 0 },
    ]);
  });

  it("shows who reads from the stream, and what was given to nobody", async () => {
    const client = redis.client();
    for (const text of ["1", "2", "3"]) await client.xadd(keys.streamDoor, "*", "payload", text);
    await client.xgroup("CREATE", keys.streamDoor, "other", "0");
    expect(await readDoors(link, OPTIONS)).not.toHaveProperty("streamGroup");
    await client.xgroup("CREATE", keys.streamDoor, "bot", "0");
    await client.xreadgroup("GROUP", "bot", "a", "COUNT", 2, "STREAMS", keys.streamDoor, ">");
    expect((await readDoors(link, OPTIONS)).streamGroup).toEqual({
      lag: 1,
      consumers: [{ name: "a", pending: 2, idleMs: expect.any(Number) }],
    });
  });

  it("does not know the lag where Redis does not", async () => {
    const client = redis.client();
    for (const id of ["1-0", "2-0", "3-0"]) await client.xadd(keys.streamDoor, id, "payload", "1");
    await client.xgroup("CREATE", keys.streamDoor, "bot", "1-0");
    await client.xdel(keys.streamDoor, "2-0");
    expect((await readDoors(link, OPTIONS)).streamGroup).toEqual({ consumers: [] });
  });

  it("shows who takes in, but not who has left it to others", async () => {
    const client = redis.client();
    await client.set(keys.intakeLease, "a", "PX", 60_000);
    expect((await readDoors(link, OPTIONS)).intake).toEqual({
      holder: "a",
      remainingMs: expect.toSatisfy((ms: number) => ms > 0 && ms <= 60_000),
    });
    await link.script(releaseLeaseScript, [keys.intakeLease], ["a", keys.botsChannel, 60_000]);
    expect(await readDoors(link, OPTIONS)).not.toHaveProperty("intake");
  });

  it("shows nobody at keys that a stranger spoiled, and at most 100 of each", async () => {
    const client = redis.client();
    for (const key of [keys.intakeLease, keys.queueReaders, keys.streamDoor])
      await client.hset(key, "a", "b");
    expect(await readDoors(link, OPTIONS)).toMatchObject({ queueLists: [] });
    await client.del(keys.queueReaders);
    await client.sadd(keys.queueReaders, ...Array.from({ length: 150 }, (_, at) => `bot-${at}`));
    expect((await readDoors(link, OPTIONS)).queueLists).toHaveLength(100);
  });
});
