import { expect, it } from "vitest";
import { hardeningProblems } from "../../compose/inspection.mjs";

it("is content with an ordinary user who can do nothing", () => {
  expect(hardeningProblems("1000\nCapEff:\t0000000000000000\nNoNewPrivs:\t1\nread-only\n")).toEqual([]);
});

it.each(["0\nCapEff:\t00000000a80425fb\nNoNewPrivs:\t0\nwritable\n", "", "Error: no such container"])(
  "objects to %j",
  (answers) => {
    expect(hardeningProblems(answers)).toHaveLength(4);
  },
);
