import { EventLog, EventTail, RedisLink } from "@bellwire/messaging";
import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { LiveChanges } from "../../src/live/live-changes.ts";

const KEY = "p:events";
let redis: RedisProcess;
let link: RedisLink;
let tail: EventTail;
let log: EventLog;
let live: LiveChanges;
let leaves: (() => void)[] = [];
let number = 0;

beforeAll(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "test" });
  await link.ready(5000);
  log = new EventLog(link, KEY);
  tail = new EventTail({ url: redis.url, name: "tail", key: KEY, log });
  tail.start();
});
beforeEach(() => {
  live = new LiveChanges({ tail, log });
  live.start();
});
afterEach(() => {
  for (const leave of leaves) leave();
  leaves = [];
  live.stop();
});
afterAll(async () => {
  await tail.stop();
  link.close();
  await redis.stop();
});

type Told = { event: string; data: { items: { id: string }[]; skipped: number } };

/** What one reader is told, and where it stands. */
function join(lastId?: string) {
  const told: Told[] = [];
  const texts: string[] = [];
  let id = "";
  const leave = live.join((bytes) => {
    const text = bytes.toString();
    texts.push(text);
    id = /^id: (.*)$/m.exec(text)?.[1] ?? id;
    for (const each of text.split("\n\n")) {
      const [, event = ""] = /^event: (.*)$/m.exec(each) ?? [];
      const [, data = ""] = /^data: (.*)$/m.exec(each) ?? [];
      if (event !== "") told.push({ event, data: JSON.parse(data) as Told["data"] });
    }
  }, lastId);
  leaves.push(leave);
  const changes = () => told.filter(({ event }) => event === "changes").map(({ data }) => data);
  return {
    told,
    texts,
    id: () => id,
    isHere: () => waitFor(() => id !== ""),
    ids: () => changes().flatMap(({ items }) => items.map((item) => item.id)),
    count: () => changes().reduce((sum, { items, skipped }) => sum + items.length + skipped, 0),
    leave,
  };
}

async function happen(count: number): Promise<string[]> {
  const names = Array.from({ length: count }, () => {
    number += 1;
    return `n${number}`;
  });
  const batch = redis.client().pipeline();
  for (const name of names)
    batch.xadd(KEY, "*", "id", name, "user_id", "1", "state", "sent", "at_ms", "1", "revision", "1");
  await batch.exec();
  return names;
}

/** Nothing before it is told again to whom stands at `id`. */
async function expectResumed(id: string): Promise<void> {
  const again = join(id);
  await again.isHere();
  const names = await happen(1);
  await waitFor(() => again.count() === 1);
  expect([again.ids(), again.told.length]).toEqual([names, 1]);
}

describe("LiveChanges", () => {
  it("tells all the same bytes, from when they came", async () => {
    const [one, other] = [join(), join()];
    await Promise.all([one.isHere(), other.isHere()]);
    const names = await happen(3);
    await waitFor(() => one.count() === 3 && other.count() === 3);
    expect(one.ids()).toEqual(names);
    expect(one.told[0]?.data.items[0]).toMatchObject({ user_id: 1, state: "sent", revision: 1 });
    expect(one.texts).toEqual(other.texts);
  });

  it("leaves out and counts what is too much", async () => {
    const one = join();
    await one.isHere();
    const names = await happen(3000);
    await waitFor(() => one.count() === 3000);
    expect(one.told.every(({ data }) => data.items.length <= 50)).toBe(true);
    expect(one.ids().at(-1)).toBe(names.at(-1));
  });

  it("tells what happens to people beside what happens to notifications", async () => {
    const one = join();
    await one.isHere();
    const client = redis.client();
    const about = ["user_id", "customer-8731", "chat_id", "7", "at_ms", "1"];
    await client.xadd(KEY, "*", "event", "linked", ...about);
    await happen(1);
    await client.xadd(KEY, "*", "event", "replied", ...about, "text", "Hi!", "message_id", "5");
    const recipients = () => one.told.filter(({ event }) => event === "recipients");
    await waitFor(() => recipients().flatMap(({ data }) => data.items).length === 2);
    const at = "1970-01-01T00:00:00.001Z";
    expect(recipients().flatMap(({ data }) => data.items)).toEqual([
      { event: "linked", user_id: "customer-8731", chat_id: 7, at },
      { event: "replied", user_id: "customer-8731", chat_id: 7, at, text: "Hi!", message_id: 5 },
    ]);
    expect(one.count()).toBe(1);
    // Only who was told all of it stands after it.
    for (const text of one.texts) expect(text.match(/^id: /gm)?.length).toBe(1);
    await expectResumed(one.id());
  });

  it("resumes without gap or double, also while much happens", async () => {
    const first = join();
    await first.isHere();
    await happen(30);
    await waitFor(() => first.count() === 30);
    first.leave();
    await happen(200);
    const going = happen(500);
    const again = join(first.id());
    await going;
    await happen(5);
    await waitFor(() => again.count() === 705);
    const last = await happen(1);
    await waitFor(() => again.ids().at(-1) === last[0]);
    expect(again.count()).toBe(706);
    expect(new Set(again.ids()).size).toBe(again.ids().length);
  });

  it("says that there is a gap, to whom missed too much or what is gone", async () => {
    const first = join();
    await first.isHere();
    const from = first.id();
    await happen(1100);
    await waitFor(() => first.count() === 1100);
    const late = join(from);
    await waitFor(() => late.told.length > 0);
    expect(late.told[0]).toMatchObject({ event: "gap", data: { from } });
    const future = join("99999999999999-0");
    await waitFor(() => future.told.some(({ event }) => event === "gap"));
    const [next] = await happen(1);
    await waitFor(() => future.ids().includes(next ?? "") && late.ids().at(-1) === next);
  });

  it("reads nothing while nobody is there, and begins with now when it starts again", async () => {
    const one = join();
    await one.isHere();
    one.leave();
    live.stop();
    await happen(5);
    live.start();
    const other = join();
    await other.isHere();
    const names = await happen(2);
    await waitFor(() => other.count() === 2);
    expect([one.count(), other.ids()]).toEqual([0, names]);
  });

  it("waits for Redis, and goes on after an outage", async () => {
    live.stop();
    await redis.kill();
    live.start();
    const one = join();
    await redis.restart();
    await one.isHere();
    await happen(2);
    await waitFor(() => one.count() === 2);
  });
});
