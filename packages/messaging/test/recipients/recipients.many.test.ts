import { type RedisProcess, startRedis } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RedisLink } from "../../src/redis-link.ts";
import { openPeople, type People } from "./people-fixture.ts";

const MANY = 10_000;

let redis: RedisProcess;
let link: RedisLink;
let people: People;
beforeAll(async () => {
  redis = await startRedis();
  link = new RedisLink({ url: redis.url, name: "recipients" });
  await link.ready(5000);
  people = openPeople({ link, client: redis.client(), prefix: "people" });
  const users = Array.from({ length: MANY }, (_, at) => at + 1);
  for (let at = 0; at < MANY; at += 100)
    await Promise.all(users.slice(at, at + 100).map((user) => people.link(`user-${user}`, String(user))));
}, 60_000);
afterAll(async () => {
  link.close();
  await redis.stop();
});

/** Runs `act` 100 times, and prints how long one takes. */
async function timed<Result>(what: string, act: () => Promise<Result>): Promise<Result> {
  let result = await act();
  const started = performance.now();
  for (let round = 0; round < 100; round += 1) result = await act();
  const ms = (performance.now() - started) / 100;
  process.stdout.write(`${MANY} recipients: ${what} takes ${ms.toFixed(2)} ms\n`);
  return result;
}

describe("10,000 recipients", () => {
  it("are found one by one, by how they begin, and page by page", async () => {
    const { recipients, chats } = people;
    expect(await recipients.count()).toBe(MANY);
    expect(await timed("one of them", () => recipients.get("user-7777"))).toMatchObject({
      chats: [{ id: "7777" }],
    });
    expect(await timed("one chat", () => chats.get("7777"))).toMatchObject({ users: ["user-7777"] });
    const found = await timed("a search", () => recipients.list({ prefix: "user-777", limit: 50 }));
    expect(found.items).toHaveLength(11);
    await timed("a page of 50", () => recipients.list({ after: "user-5", limit: 50 }));
    const seen = new Set<string>();
    let after: string | undefined;
    do {
      const page = await recipients.list({ after, limit: 500 });
      for (const { userId } of page.items) seen.add(userId);
      after = page.cursor;
    } while (after !== undefined);
    expect(seen.size).toBe(MANY);
  });
});
