import { describe, expect, it } from "vitest";
import { checkHistory } from "../../src/faults/checker.ts";
import type { History } from "../../src/faults/history.ts";
import { type Outcome, renderDetails, renderTable } from "../../src/faults/report.ts";

const history: History = {
  attempts: [
    {
      text: "a",
      chatId: 1,
      source: "LPUSH",
      order: 0,
      begunMs: 0,
      endedMs: 1,
      outcome: "accepted",
    },
  ],
  arrivals: [],
};

const lossy: Outcome = {
  name: "lossy",
  seconds: 2,
  report: { verdict: checkHistory(history), readyMs: 1234, figures: [], broken: ["1 message was lost"] },
};
const figuresOnly: Outcome = {
  name: "figures",
  seconds: 61.2,
  report: {
    figures: [{ name: "busiest second", value: "29" }],
    broken: [],
    allowed: { duplicates: 7, whys: ["a kill", "a freeze", "a kill"] },
  },
};

describe("the table", () => {
  it("has one line per case under its heading, with what was lost and how long it took", () => {
    const [heading, first, second, ...rest] = renderTable([lossy, figuresOnly]).split("\n");
    expect(rest).toEqual([]);
    expect(heading).toMatch(/^case +attempted .* lost .* promises$/);
    expect(first).toMatch(/^lossy +1 +1 +0 +0 +0 +1 +0 +0 of 0 +0 +0 +0 +1\.2 s +2 s +BROKEN$/);
    expect(second).toMatch(/^figures +(– +)+61 s +hold$/);
  });
});

describe("the details", () => {
  it("say what was broken, with examples of what is missing", () => {
    expect(renderDetails(lossy)).toEqual(["BROKEN: 1 message was lost", "  lost: LPUSH to 1, number 0"]);
  });

  it("say figures of the case's own and why duplicates are allowed", () => {
    expect(renderDetails(figuresOnly)).toEqual([
      "busiest second: 29",
      "duplicates: 0 of 7 allowed (2 × a kill, 1 × a freeze)",
    ]);
  });
});
