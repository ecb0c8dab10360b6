import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { useAskedDoors } from "./asked-stand.ts";
import { numbers, payload } from "./hallway.ts";

const stand = useAskedDoors();
const { setup, openSource } = stand;

describe.each(["queue", "stream"] as const)("the %s door", (door) => {
  it("admits what came before it and what comes after, in order, and leaves nothing behind", async () => {
    const { hall, notify, texts, left } = await setup(door);
    await notify(...numbers(0, 700));
    await hall.hold();
    await waitFor(async () => (await texts()).length === 700);
    await notify(...numbers(700, 710));
    await waitFor(async () => (await texts()).length === 710);
    expect(await texts()).toEqual(numbers(0, 710));
    expect(await left()).toBe(0);
    expect([hall.metrics.received.of({ door }), hall.metrics.admitted.of({ door })]).toEqual([710, 710]);
    expect(hall.wakes.count).toBeGreaterThan(1);
    expect(hall.check(door)).toMatchObject({ status: "ok", words: expect.stringContaining("Reading the") });
  });

  it("puts what is malformed into quarantine with the reason, and goes on", async () => {
    const { hall, put, texts, left } = await setup(door);
    await hall.hold();
    const bad: [string, Buffer][] = [
      ["invalid_json", Buffer.from("not json: the text of a person")],
      ["invalid_json", Buffer.alloc(0)],
      ["invalid_utf8", Buffer.from([0x7b, 0xff, 0xfe])],
      ["invalid_notification", Buffer.from('{"user_id":"","message":"hi"}')],
      ["invalid_notification", Buffer.from('{"user_id":42,"message":"hi","category":"two words"}')],
      ["too_large", Buffer.alloc(300_000, " ")],
    ];
    await put(payload("before"), ...bad.map(([, raw]) => raw), payload("after"));
    await waitFor(async () => (await texts()).length === 2);
    await waitFor(async () => (await hall.quarantined()).length === bad.length);
    const kept = await hall.quarantined();
    const sorted = (reasons: string[]) => reasons.toSorted((a, b) => (a < b ? -1 : 1));
    expect(sorted(kept.map(({ reason }) => reason))).toEqual(sorted(bad.map(([reason]) => reason)));
    expect(kept.every((entry) => entry.door === door && entry.detail !== "")).toBe(true);
    expect(hall.metrics.malformed.of({ door, reason: "invalid_json" })).toBe(2);
    expect(hall.metrics.malformed.of({ door, reason: "too_large" })).toBe(1);
    expect(await left()).toBe(0);
    expect(hall.lines.join("")).not.toContain("the text of a person");
  });

  it("admits an id once, however often it comes, and puts another request of that id aside", async () => {
    const { hall, put, texts } = await setup(door);
    await hall.hold();
    await put(payload("one", { id: "a" }), payload("one", { id: "a" }), payload("other", { id: "a" }));
    await put(payload("last"));
    await waitFor(async () => (await texts()).includes("last"));
    expect(await texts()).toEqual(["one", "last"]);
    expect(hall.metrics.duplicates.of({ door })).toBe(1);
    expect((await hall.quarantined()).map(({ reason }) => reason)).toEqual(["idempotency_mismatch"]);
    expect(hall.metrics.malformed.of({ door, reason: "idempotency_mismatch" })).toBe(1);
  });

  it("does nothing while another bot takes in, nor while it only believes to be the one", async () => {
    const { hall, belief, notify, rounds, texts } = await setup(door, { believes: "other" });
    await hall.hold();
    await notify("1");
    await rounds(3);
    expect(hall.check(door)?.words).toContain("The bot that takes in reads");
    await hall.hold("another");
    belief.now = "held";
    await notify("2");
    await rounds(5);
    expect(await texts()).toEqual([]);
    await hall.hold();
    await waitFor(async () => (await texts()).length === 2);
    expect(await texts()).toEqual(["1", "2"]);
  });

  it("ends at once when it is stopped, during a wait too, and may be stopped twice", async () => {
    const { hall, loop, notify, texts } = await setup(door);
    await hall.hold();
    await notify("1");
    await waitFor(async () => (await texts()).length === 1);
    const began = performance.now();
    await loop.stop();
    await loop.stop();
    expect(performance.now() - began).toBeLessThan(900);
  });
});

it("counts entries that a stranger trimmed before they were admitted, and names them in the quarantine", async () => {
  const { hall, loop, notify, texts } = await setup("stream");
  await loop.stop();
  await hall.hold();
  await notify("1", "2", "3");
  const source = openSource("stream", hall, "me");
  await waitFor(async () => (await source.read()).kind === "read");
  await hall.client.xtrim(hall.keys.streamDoor, "MAXLEN", "=", 1);
  const reading = await source.read();
  source.close();
  expect(reading).toMatchObject({ kind: "read", items: [{ draft: { lane: "42" } }] });
  expect(hall.metrics.trimmed.of({})).toBe(2);
  expect((await hall.quarantined()).map(({ reason }) => reason)).toEqual(["trimmed", "trimmed"]);
  expect(await texts()).toEqual([]);
});
