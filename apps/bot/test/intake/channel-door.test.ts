import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { useChannelDoors } from "./channel-stand.ts";
import { numbers, payload } from "./hallway.ts";

const stand = useChannelDoors();
const { setup } = stand;

describe("ChannelDoor", () => {
  it("admits what is valid, in order, and nothing that came on another channel", async () => {
    const { hall, bots, texts, arrive, received, notify } = await setup();
    await hall.client.publish(bots, '{"user_id":1,"message":"not for us"}');
    for (const message of ["1", "2", "3"]) await notify(message);
    await arrive(3);
    expect(await texts()).toEqual(["1", "2", "3"]);
    expect(received()).toBe(3);
    expect(hall.metrics.admitted.of({ door: "channel" })).toBe(3);
    expect(hall.wakes.count).toBeGreaterThan(0);
  });

  it("puts what is malformed into quarantine with the reason, and goes on", async () => {
    const { hall, arrive, publish, notify } = await setup();
    const bad: [string, Buffer][] = [
      ["invalid_json", Buffer.from("not json: the text of a person")],
      ["invalid_json", Buffer.alloc(0)],
      ["invalid_utf8", Buffer.from([0x7b, 0xff, 0xfe])],
      ["invalid_notification", Buffer.from('{"user_id":"","message":"hi"}')],
      ["invalid_notification", Buffer.from('{"user_id":42}')],
      ["invalid_notification", Buffer.from('{"user_id":42,"message":"hi","category":"two words"}')],
      ["lossy_number", Buffer.from('{"user_id":9007199254740993,"message":"hi"}')],
      ["too_deep", Buffer.from(`${"[".repeat(40)}${"]".repeat(40)}`)],
      ["too_large", Buffer.alloc(300_000, " ")],
    ];
    for (const [, raw] of bad) await publish(raw);
    await notify("after all that");
    await arrive(1);
    const kept = await hall.quarantined();
    expect(kept.map(({ reason }) => reason)).toEqual(bad.map(([reason]) => reason));
    expect(kept.map(({ bytes }) => bytes)).toEqual(bad.map(([, raw]) => raw.length));
    expect(kept.every(({ door, detail }) => door === "channel" && detail !== "")).toBe(true);
    expect(kept.every(({ raw }) => raw.length <= 16 * 1024)).toBe(true);
    // Counted once Redis has answered.
    await expect.poll(() => hall.metrics.malformed.of({ door: "channel", reason: "invalid_json" })).toBe(2);
    expect(hall.lines.join("")).not.toContain("the text of a person");
  });

  it("is not kept from what is valid by a flood of what is not, and counts all of it", async () => {
    const { hall, channel, arrive, notify } = await setup({ maxBufferBytes: 64_000_000 });
    const pipeline = hall.client.pipeline();
    const flood = Buffer.alloc(20_000, "x");
    for (let number = 0; number < 1000; number++) pipeline.publish(channel, flood);
    await pipeline.exec();
    await notify("after the flood");
    await arrive(1);
    // The door counts when it has Redis' answer, a moment after Redis has them.
    await waitFor(() => hall.metrics.malformed.of({ door: "channel", reason: "invalid_json" }) >= 1000);
    expect(hall.metrics.malformed.of({ door: "channel", reason: "invalid_json" })).toBe(1000);
    const kept = await hall.quarantined();
    expect(kept).toHaveLength(1000);
    expect(kept[0]).toMatchObject({ bytes: 20_000 });
    expect(kept.reduce((sum, { raw }) => sum + raw.length, 0)).toBeLessThan(8_000_000);
  });

  it("leaves to another bot what that one takes in", async () => {
    const { hall, lease, texts, arrive, received, dropped, notify } = await setup({ state: "other" });
    await notify("for the other");
    await waitFor(() => dropped("standby") === 1);
    await hall.hold();
    lease.take();
    await notify("for this one");
    await arrive(1);
    expect(await texts()).toEqual(["for this one"]);
    expect(received()).toBe(1);
  });

  it("keeps what it hears while nobody is known to take in", async () => {
    const { hall, lease, texts, arrive, subscription, notify } = await setup({ state: "unknown" });
    await notify("1");
    await waitFor(() => subscription.buffered.messages === 0);
    await notify("2");
    expect(await texts()).toEqual([]);
    await hall.hold();
    lease.take();
    await arrive(2);
    expect(await texts()).toEqual(["1", "2"]);
  });

  it("keeps what it hears while Redis is full, and says so", async () => {
    const { hall, texts, arrive, notify } = await setup();
    await notify("0");
    await arrive(1);
    await hall.client.config("SET", "maxmemory", "1");
    for (const number of numbers(1, 20)) await notify(number);
    await waitFor(() => hall.check("admission")?.status === "warn");
    expect(await texts()).toEqual(["0"]);
    await hall.client.config("SET", "maxmemory", "0");
    await arrive(20);
    expect(await texts()).toEqual(numbers(0, 20));
  });

  it("drops and counts what is beyond a full queue: the channel keeps nothing", async () => {
    const { hall, channel, texts, dropped } = await setup({ maxWaiting: 30 });
    for (const number of numbers(1, 51))
      await hall.client.publish(channel, payload(number, { user_id: Number(number) }));
    await waitFor(() => dropped("queue_full") === 20);
    expect(await texts()).toEqual(numbers(1, 31));
    expect(hall.check("admission")?.status).toBe("warn");
  });

  it("keeps what it heard where Redis says that the lease is gone, until it is clear whose it is", async () => {
    const { hall, lease, texts, arrive, dropped, notify } = await setup();
    // As after FLUSHALL: this bot finds out at its next look, and takes it anew.
    await hall.client.del(hall.keys.intakeLease);
    await notify("1");
    await hall.hold();
    await arrive(1);
    await hall.hold("another");
    await notify("2");
    lease.state = "other";
    await waitFor(() => dropped("standby") === 1);
    expect(await texts()).toEqual(["1"]);
  });

  it.each([
    ["an admission", "generated"],
    ["a sweep", "evalsha"],
  ])("loses and doubles nothing where a reply is lost: of %s", async (_what, word) => {
    const { texts, arrive, notify, notifyAll } = await setup();
    await notify("0");
    await arrive(1);
    let lost = 0;
    stand.proxy.dropReplies(({ request }) => {
      const isIt = request.toString("latin1").toLowerCase().includes(word.toLowerCase());
      if (isIt) lost += 1;
      return isIt;
    });
    await notifyAll(numbers(1, 30));
    await waitFor(() => lost === 1);
    await arrive(30);
    await notify("30");
    await arrive(31);
    expect(await texts()).toEqual(numbers(0, 31));
  });
});
