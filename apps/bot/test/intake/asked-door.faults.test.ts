import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { useAskedDoors } from "./asked-stand.ts";
import { type Hallway, numbers, payload } from "./hallway.ts";

const stand = useAskedDoors();
const { setup } = stand;

describe.each(["queue", "stream"] as const)("the %s door", (door) => {
  it.each([
    ["a reading", door === "queue" ? ["evalsha", "stranger"] : ["xreadgroup", "stranger"]],
    ["a wait", door === "queue" ? ["blmove", "stranger"] : ["BLOCK", "stranger"]],
    ["an admission", ["generated", ""]],
  ])("loses and doubles nothing where the reply of %s is lost", async (_what, [word = "", answer = ""]) => {
    const { hall, notify, texts, left } = await setup(door);
    await hall.hold();
    await notify("first");
    await waitFor(async () => (await texts()).length === 1);
    let lost = 0;
    stand.proxy.dropReplies(({ request, reply }) => {
      // One only: what is pushed in pieces may be answered in pieces.
      const isIt =
        lost === 0 && request.toString("latin1").includes(word) && reply.toString("latin1").includes(answer);
      if (isIt) lost += 1;
      return isIt;
    });
    // What is pushed while the door reads is read, and no wait hears of it.
    await waitFor(async () => (await stand.redis.info("clients")).blocked_clients !== "0");
    await notify(...numbers(0, 20).map((number) => `stranger ${number}`));
    await waitFor(() => lost === 1);
    await notify("last");
    await waitFor(async () => (await texts()).includes("last"));
    expect(await texts()).toEqual(["first", ...numbers(0, 20).map((number) => `stranger ${number}`), "last"]);
    expect(await left()).toBe(0);
  });

  it("goes on after its connections were cut, all data was deleted, and Redis was gone", async () => {
    const { hall, notify, texts } = await setup(door);
    await hall.hold();
    await notify("1");
    await waitFor(async () => (await texts()).length === 1);
    stand.proxy.cut();
    await notify("2");
    await waitFor(async () => (await texts()).length === 2);
    await hall.client.flushall();
    await hall.client.script("FLUSH");
    await hall.hold();
    await notify("3");
    await waitFor(async () => (await texts()).includes("3"));
    expect(await texts()).toEqual(["3"]);
    await stand.redis.kill();
    await waitFor(() => hall.check(door)?.status === "fail");
    expect(hall.check(door)?.words).toContain("cannot be read. Redis cannot be reached.");
    await stand.redis.restart();
    await waitFor(() => hall.client.ping());
    await hall.hold();
    await notify("4");
    await waitFor(async () => (await texts()).includes("4"));
    expect(await texts()).toEqual(["4"]);
    expect(hall.check(door)?.status).toBe("ok");
  });

  it("leaves what is beyond a full queue where it is, and takes it when there is room", async () => {
    const { hall, put, rounds, texts, left } = await setup(door, { maxWaiting: 50 });
    await hall.hold();
    // A chat may hold a tenth of all, so each is to another one.
    await put(...numbers(0, 100).map((text) => payload(text, { user_id: 1 + Number(text) })));
    await waitFor(() => hall.check("admission")?.status === "warn");
    expect(hall.check("admission")?.words).toContain("MAX_QUEUED");
    await rounds(2);
    expect(await texts()).toEqual(numbers(0, 50));
    expect(hall.metrics.dropped.of({ where: "queue_full" })).toBe(0);
    const makeRoom = () => hall.client.hset(deliveryDepth(hall), "queued", 0);
    await makeRoom();
    await waitFor(async () => (await texts()).length === 100);
    expect(await texts()).toEqual(numbers(0, 100));
    await waitFor(() => hall.check("admission")?.status === "ok");
    expect(await left()).toBe(0);
  });

  it("puts what is beyond one chat's share among the dead letters", async () => {
    const { hall, notify, texts, left } = await setup(door, { maxWaiting: 50 });
    await hall.hold();
    await notify(...numbers(0, 8));
    await waitFor(() => hall.metrics.dropped.of({ where: "chat_full" }) === 3);
    expect(await texts()).toEqual(numbers(0, 5));
    expect(await left()).toBe(0);
  });

  it("waits while Redis is full, says so, and goes on", async () => {
    const { hall, belief, notify, rounds, texts } = await setup(door);
    await hall.hold();
    await notify("1");
    await waitFor(async () => (await texts()).length === 1);
    belief.now = "other";
    await rounds(2);
    await notify("2", "3");
    await hall.client.config("SET", "maxmemory", "1");
    belief.now = "held";
    await waitFor(() => hall.check("admission")?.status === "warn");
    expect(hall.check("admission")?.words).toContain("Redis is full");
    await rounds(2);
    expect(await texts()).toEqual(["1"]);
    await hall.client.config("SET", "maxmemory", "0");
    await waitFor(async () => (await texts()).length === 3);
    expect(await texts()).toEqual(["1", "2", "3"]);
    expect(hall.check("admission")?.status).toBe("ok");
  });

  it("says what is wrong where a stranger put something else there, and goes on when that is gone", async () => {
    const { hall, key, notify, texts } = await setup(door);
    await hall.client.set(key, "a stranger's");
    await hall.hold();
    await waitFor(() => hall.check(door)?.words.includes("some program put something else there"));
    expect(hall.check(door)?.status).toBe("fail");
    await hall.client.del(key);
    await notify("1");
    await waitFor(async () => (await texts()).length === 1);
    expect(hall.check(door)?.status).toBe("ok");
  });
});

const deliveryDepth = ({ prefix }: Hallway) => `${prefix}:depth`;
