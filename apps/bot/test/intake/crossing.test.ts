import { type IntakeItem, RedisUnavailableError } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import type { AdmissionResult, AdmittingOrder } from "../../src/intake/admission.ts";
import { Crossing } from "../../src/intake/crossing.ts";

const item = (id: string): IntakeItem => ({
  copy: undefined,
  draft: { id, lane: "42", body: "{}", fingerprint: "", priority: "normal" },
  generated: true,
});
const idsOf = (items: readonly IntakeItem[]) =>
  items.map((one) => ("draft" in one ? one.draft.id : "")).join();

/** A crossing whose calls end when and as the test says. */
function setup() {
  const begun: { ids: string; order: AdmittingOrder | undefined }[] = [];
  const ends: { done: (result: AdmissionResult) => void; fail: (error: Error) => void }[] = [];
  let paused = 0;
  const crossing = new Crossing("channel", {
    async waitTurn() {
      paused += 1;
    },
    begin(_door, items, order) {
      begun.push({ ids: idsOf(items), order });
      const ended = new Promise<AdmissionResult>((done, fail) => ends.push({ done, fail }));
      ended.catch(() => {});
      return { call: begun.length, ended };
    },
  });
  const begin = (...ids: string[]) => crossing.begin(() => ids.map(item));
  return { crossing, begun, ends, begin, paused: () => paused };
}

describe("Crossing", () => {
  it("has a few calls under way, each named by the next, and waits its turn only where none is", async () => {
    const { crossing, begun, ends, begin, paused } = setup();
    await begin("a", "b");
    await begin("c");
    expect([crossing.length, crossing.isUnderWay, crossing.hasRoom]).toEqual([3, true, true]);
    await begin("d");
    expect([crossing.hasRoom, paused()]).toEqual([false, 1]);
    expect(begun.map(({ ids, order }) => [ids, order?.after?.call, order?.fresh])).toEqual([
      ["a,b", undefined, true],
      ["c", 1, true],
      ["d", 2, true],
    ]);
    ends[0]?.done({ handled: 2 });
    expect(await crossing.land()).toBeUndefined();
    expect([crossing.length, crossing.hasRoom]).toEqual([2, true]);
  });

  it("takes back what was not dealt with, in order, and gives it again before anything new", async () => {
    const { crossing, begun, ends, begin } = setup();
    for (const ids of [["a", "b"], ["c"], ["d"]]) await begin(...ids);
    const lost = new RedisUnavailableError("timeout", "");
    ends[0]?.fail(lost);
    ends[1]?.done({ handled: 0 });
    ends[2]?.done({ handled: 0 });
    await expect(crossing.land()).rejects.toBe(lost);
    expect([crossing.length, crossing.isUnderWay, crossing.hasReturned]).toEqual([4, false, true]);
    await begin("new");
    await begin("new");
    expect(begun.slice(3).map(({ ids, order }) => [ids, order?.fresh])).toEqual([
      ["a,b,c,d", false],
      ["new", true],
    ]);
  });

  it("does not give again what was dealt with although the answer before it was lost", async () => {
    const { crossing, ends, begin } = setup();
    await begin("a");
    await begin("b");
    ends[0]?.fail(new RedisUnavailableError("disconnected", ""));
    ends[1]?.done({ handled: 1 });
    await expect(crossing.land()).rejects.toMatchObject({ trouble: "disconnected" });
    expect(crossing.length).toBe(1);
    expect([crossing.clear(), crossing.length]).toEqual([1, 0]);
  });

  it("says that the lease is another's", async () => {
    const { crossing, ends, begin } = setup();
    await begin("a");
    ends[0]?.done({ handled: 0, stopped: "lost" });
    expect(await crossing.land()).toBe("lost");
    expect(crossing.hasReturned).toBe(true);
    expect(await setup().crossing.land()).toBeUndefined();
  });
});
