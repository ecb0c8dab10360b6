import { expect, it } from "vitest";
import type { Answer } from "../../src/api/call.ts";
import type { Problem } from "../../src/api/problem.ts";
import { type Copies, publishCopies, readCopies } from "../../src/parts/copies.ts";

const PROBLEM: Problem = { status: 503, code: "x", title: "X", detail: "x", errors: [] };

/** What is told while the calls are answered with these. */
async function toldOf(total: number, given: readonly Answer<number>[]): Promise<Copies<number>[]> {
  const told: Copies<number>[] = [];
  let [next, underWay] = [0, 0];
  const publish = async (): Promise<Answer<number>> => {
    expect(++underWay).toBe(1);
    await Promise.resolve();
    underWay -= 1;
    return given[next++] ?? { ok: false, problem: PROBLEM };
  };
  await publishCopies(total, publish, (copies) => told.push(copies));
  return told;
}

it("publishes one after another, and tells how far it is", async () => {
  const told = await toldOf(2, [
    { ok: true, value: 7 },
    { ok: true, value: 8 },
  ]);
  expect(told).toEqual([
    { name: "publishing", answers: [], total: 2 },
    { name: "publishing", answers: [7], total: 2 },
    { name: "done", answers: [7, 8], total: 2 },
  ]);
});

it("ends with the first that is refused, and keeps what went out", async () => {
  const told = await toldOf(3, [{ ok: true, value: 7 }]);
  expect(told.at(-1)).toEqual({ name: "refused", answers: [7], total: 3, problem: PROBLEM });
});

it("takes 1 to 20", () => {
  expect(["1", " 20", "0", "21", "", "x", "1e1"].map(readCopies)).toEqual([
    1,
    20,
    ...Array(5).fill(undefined),
  ]);
});
