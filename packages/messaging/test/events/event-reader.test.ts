import { type RedisProcess, startRedis, waitFor } from "@bellwire/testkit";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { BEFORE_ALL } from "../../src/events/delivery-event.ts";
import { EventReader, type Told } from "../../src/events/event-reader.ts";
import { idsOf, KEY, names, openTail, tell } from "./recorded-events.ts";

let redis: RedisProcess;
let opened: Awaited<ReturnType<typeof openTail>>;
let readers: EventReader[] = [];

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());
beforeEach(async () => {
  await redis.client().flushall();
  opened = await openTail(redis.url);
});
afterEach(async () => {
  for (const reader of readers) reader.close();
  readers = [];
  await opened.close();
});

async function openReader(from?: string) {
  const reader = new EventReader({
    tail: opened.tail,
    log: opened.log,
    ...(from !== undefined && { from }),
  });
  readers.push(reader);
  const position = await reader.open();
  return { reader, position };
}

/** Collects in the background what a reader is told. */
function collect(reader: EventReader) {
  const told: Told[] = [];
  const ended = (async () => {
    for await (const one of reader.read()) told.push(one);
  })();
  const events = () => told.flatMap((one) => (one.kind === "events" ? [...one.events] : []));
  const ids = () => idsOf(events());
  const gaps = () => told.filter((one) => one.kind === "gap");
  return { ids, events, gaps, ended };
}

describe("EventReader", () => {
  it("begins with now", async () => {
    const client = redis.client();
    await tell(client, ["before"]);
    const { reader, position } = await openReader();
    expect(position).toBe((await client.xrevrange(KEY, "+", "-", "COUNT", 1))[0]?.[0]);
    const { ids } = collect(reader);
    await tell(client, ["now"]);
    await waitFor(() => ids().length > 0);
    expect(ids()).toEqual(["now"]);
  });

  it("tells what happened to recipients in its place among the rest", async () => {
    const client = redis.client();
    const { events } = collect((await openReader()).reader);
    await tell(client, ["before"]);
    const reply = ["event", "replied", "user_id", "u", "chat_id", "5", "at_ms", "1700000000000"];
    await client.xadd(KEY, "*", ...reply, "text", "yes", "message_id", "7");
    await tell(client, ["after"]);
    await waitFor(() => events().length === 3);
    expect(events()).toMatchObject([
      { id: "before" },
      { event: "replied", userId: "u", chatId: "5", text: "yes", messageId: 7 },
      { id: "after" },
    ]);
  });

  it("resumes anywhere without a gap and without doubles, while more is written", async () => {
    const client = redis.client();
    await tell(client, names(3000, "old"));
    const [first] = await client.xrange(KEY, "-", "+", "COUNT", 1);
    const writing = tell(client, names(3000, "new"));
    const resumed = collect((await openReader(first?.[0])).reader);
    const whole = collect((await openReader(BEFORE_ALL)).reader);
    await writing;
    await waitFor(() => resumed.ids().length >= 5999 && whole.ids().length >= 6000);
    expect(whole.ids()).toEqual([...names(3000, "old"), ...names(3000, "new")]);
    expect(resumed.ids()).toEqual(whole.ids().slice(1));
    expect([...resumed.gaps(), ...whole.gaps()]).toEqual([]);
  });

  it("reads again from the stream what it was too slow for", async () => {
    const client = redis.client();
    const { reader } = await openReader();
    const stream = reader.read();
    await tell(client, ["first"]);
    await stream.next();
    await tell(client, names(5000));
    await tell(client, ["last"]);
    const got: string[] = [];
    for await (const told of stream) {
      if (told.kind === "events") got.push(...idsOf(told.events));
      if (got.at(-1) === "last") break;
    }
    expect(got).toEqual([...names(5000), "last"]);
  });

  it("tells a gap where what was asked for had been trimmed", async () => {
    const client = redis.client();
    await tell(client, names(10));
    const [, second] = await client.xrange(KEY, "-", "+");
    await client.xtrim(KEY, "MAXLEN", 3);
    const [kept] = await client.xrange(KEY, "-", "+", "COUNT", 1);
    const late = collect((await openReader(second?.[0])).reader);
    const beginning = collect((await openReader(BEFORE_ALL)).reader);
    await waitFor(() => late.ids().length === 3 && beginning.ids().length === 3);
    expect(late.gaps()).toEqual([{ kind: "gap", from: second?.[0], to: kept?.[0] }]);
    expect(beginning.gaps()).toEqual([{ kind: "gap", from: BEFORE_ALL, to: kept?.[0] }]);
    const last = collect((await openReader(kept?.[0])).reader);
    await waitFor(() => last.ids().length === 2);
    expect(last.gaps()).toEqual([]);
  });

  it("tells a gap to one who fell behind what was trimmed", async () => {
    const client = redis.client();
    const { reader } = await openReader();
    const stream = reader.read();
    await tell(client, ["first"]);
    await stream.next();
    await tell(client, names(3000), 10);
    await waitFor(async () => (await client.xlen(KEY)) === 10);
    const told = await nextGap(stream);
    expect(told.kind).toBe("gap");
  });

  it("goes on with what is new after an id of another stream", async () => {
    const client = redis.client();
    await tell(client, ["known"]);
    const { ids, gaps } = collect((await openReader("9999999999999-0")).reader);
    await waitFor(() => gaps().length === 1);
    await tell(client, ["new"]);
    await waitFor(() => ids().length > 0);
    expect(ids()).toEqual(["new"]);
    const [newest] = await client.xrange(KEY, "-", "+", "COUNT", 1);
    expect(gaps()).toEqual([{ kind: "gap", from: "9999999999999-0", to: newest?.[0] }]);
  });

  it("ends at once when closed, also twice, and before it was opened", async () => {
    const { reader } = await openReader();
    const { ended } = collect(reader);
    reader.close();
    reader.close();
    await ended;
    const unopened = new EventReader({ tail: opened.tail, log: opened.log });
    unopened.close();
    for await (const told of unopened.read()) expect(told).toBeUndefined();
  });
});

async function nextGap(stream: AsyncGenerator<Told>): Promise<Told> {
  for await (const told of stream) if (told.kind === "gap") return told;
  throw new Error("the stream ended without a gap");
}
