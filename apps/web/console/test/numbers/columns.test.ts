import { describe, expect, it } from "vitest";
import { columnsOf } from "../../src/numbers/columns.ts";
import { pointAt, sentPoints } from "./points.ts";

const SENT = { of: ({ states }: { states: Readonly<Record<string, number>> }) => states.sent };
const SENT_A_SECOND = { ...SENT, perSecond: true };

describe("columns of a history", () => {
  it("are empty for an empty one", () => {
    expect(columnsOf([], [SENT])).toEqual({ timesMs: [], figures: [[]] });
  });

  it("have the figure of each point, and null where it is not known", () => {
    const history = [
      pointAt(1_000, { states: { sent: 3 } }),
      pointAt(2_000),
      pointAt(3_000, { states: { sent: 5 } }),
    ];
    expect(columnsOf(history, [SENT])).toEqual({ timesMs: [1_000, 2_000, 3_000], figures: [[3, null, 5]] });
  });

  it("have the growth a second, which the first point cannot know", () => {
    expect(columnsOf(sentPoints(0, [10, 10, 40, 41]), [SENT_A_SECOND]).figures).toEqual([[null, 0, 30, 1]]);
  });

  it("measure growth over almost a second at least, however close two points came", () => {
    const history = [0, 1_000, 1_010, 2_000].map((atMs, at) => pointAt(atMs, { states: { sent: at * 10 } }));
    const [growth] = columnsOf(history, [SENT_A_SECOND]).figures;
    expect(growth?.map((figure) => figure && Math.round(figure))).toEqual([null, 10, 20, 10]);
  });

  it("take the real time between two points", () => {
    const history = [pointAt(0, { states: { sent: 0 } }), pointAt(4_000, { states: { sent: 20 } })];
    expect(columnsOf(history, [SENT_A_SECOND]).figures).toEqual([[null, 5]]);
  });

  it("do not know the growth of a count that began anew", () => {
    expect(columnsOf(sentPoints(0, [100, 2, 4]), [SENT_A_SECOND]).figures).toEqual([[null, null, 2]]);
  });

  it("have a hole where nothing was heard, and no growth over it", () => {
    const history = [...sentPoints(0, [1, 2]), ...sentPoints(60_000, [90, 91])];
    expect(columnsOf(history, [SENT, SENT_A_SECOND])).toEqual({
      timesMs: [0, 1_000, 59_999, 60_000, 61_000],
      figures: [
        [1, 2, null, 90, 91],
        [null, 1, null, null, 1],
      ],
    });
  });
});
