import { describe, expect, it } from "vitest";
import { Ended, type EndedBatch } from "../../src/worker/ended.ts";
import { Holdings } from "../../src/worker/holdings.ts";
import { takenSample } from "../delivery/samples.ts";

function setup(...ids: string[]) {
  const ended = new Ended();
  const holdings = new Holdings();
  const add = (id: string) =>
    ended.add(holdings.add(takenSample({ id }), 0, 1000), { id, token: 7, kind: "returned", reason: "test" });
  for (const id of ids) add(id);
  return { ended, add };
}

const idsOf = ({ messages }: EndedBatch) => messages.map(({ settlement }) => settlement.id);

describe("what ended", () => {
  it("is told together, in order, and again until it was heard", () => {
    const { ended, add } = setup("a", "b");
    const batch = ended.next();
    add("c");
    expect(idsOf(batch)).toEqual(["a", "b"]);
    expect(idsOf(ended.next())).toEqual(["a", "b", "c"]);
    ended.heard(batch);
    expect([idsOf(ended.next()), ended.size]).toEqual([["c"], 1]);
  });

  it("is told in pieces that one script settles quickly", () => {
    const { ended } = setup(...Array.from({ length: 501 }, (_, number) => String(number)));
    const batch = ended.next();
    expect(batch.messages).toHaveLength(500);
    ended.heard(batch);
    expect(idsOf(ended.next())).toEqual(["500"]);
  });

  it("is told one by one where Redis refuses it together, and keeps nobody waiting", () => {
    const { ended, add } = setup("good", "bad");
    ended.refused(ended.next());
    add("new");
    const told: string[][] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const batch = ended.next();
      told.push(idsOf(batch));
      if (idsOf(batch).includes("bad")) ended.refused(batch);
      else ended.heard(batch);
    }
    expect(told).toEqual([["good"], ["new"], ["bad"], [], ["bad"]]);
    expect(ended.size).toBe(1);
  });
});
