import { type LeaseState, RedisUnavailableError } from "@bellwire/messaging";
import { waitFor } from "@bellwire/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { ZoneKeeper } from "../../src/updates/zone-keeper.ts";
import { recordingLogger } from "../recording.ts";

const keepers: ZoneKeeper[] = [];
afterEach(async () => {
  for (const keeper of keepers.splice(0)) await keeper.stop();
});

function setup(due: { chat: string; zone: string }[], troubles: Error[] = []) {
  const set: { chat: string; offsetMinutes: number; untilMs: number }[] = [];
  const looks: number[] = [];
  const lease: { state: LeaseState } = { state: "held" };
  const { logger, lines } = recordingLogger();
  const keeper = new ZoneKeeper({
    chats: {
      zonesDue: async (limit) => {
        looks.push(limit);
        const trouble = troubles.shift();
        if (trouble) throw trouble;
        return due.slice(0, limit);
      },
      setOffset: async (chat, offsetMinutes, untilMs) => {
        set.push({ chat, offsetMinutes, untilMs });
        due.splice(
          due.findIndex((one) => one.chat === chat),
          1,
        );
      },
    },
    ...{ lease, logger },
    waits: { turnMs: 5, lookMs: 60_000 },
  });
  keepers.push(keeper);
  return { keeper, set, looks, lease, lines };
}

describe("ZoneKeeper", () => {
  it("sets the offset of every zone that is due, however many there are", async () => {
    const due = Array.from({ length: 250 }, (_, index) => ({ chat: String(index), zone: "Asia/Kathmandu" }));
    const { keeper, set, looks } = setup(due);
    keeper.start();
    await waitFor(() => set.length === 250);
    expect(set[249]).toMatchObject({ chat: "249", offsetMinutes: 345 });
    expect(set[0]?.untilMs).toBeGreaterThan(Date.now());
    await waitFor(() => looks.length === 3);
  });

  it("takes a zone that nobody knows for UTC, and looks at it again a day later", async () => {
    const { keeper, set, lines } = setup([{ chat: "1", zone: "Europe/Nowhere" }]);
    keeper.start();
    await waitFor(() => set.length === 1);
    expect(set[0]?.offsetMinutes).toBe(0);
    expect(Math.abs((set[0]?.untilMs ?? 0) - Date.now() - 86_400_000)).toBeLessThan(60_000);
    expect(lines.join("")).toContain("not known here");
  });

  it("looks only while it holds the lease, and soon again after Redis was away", async () => {
    const troubles = [new RedisUnavailableError("disconnected", "test")];
    const { keeper, set, looks, lease } = setup([{ chat: "1", zone: "UTC" }], troubles);
    lease.state = "other";
    keeper.start();
    await keeper.stop();
    expect(looks).toEqual([]);
    const held = setup([{ chat: "1", zone: "UTC" }], troubles);
    held.keeper.start();
    await waitFor(() => held.set.length === 1);
    expect([held.looks.length, set.length]).toEqual([2, 0]);
  });

  it("ends its look where the same ones stay due, because its clock is behind", async () => {
    const due = Array.from({ length: 100 }, (_, index) => ({ chat: String(index), zone: "UTC" }));
    const { keeper, set, looks } = setup([...due, ...due]);
    keeper.start();
    await waitFor(() => looks.length === 2);
    await keeper.stop();
    expect([looks.length, set.length]).toEqual([2, 100]);
  });
});
