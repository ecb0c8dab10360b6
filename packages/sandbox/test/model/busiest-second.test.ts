import fc from "fast-check";
import { expect, it } from "vitest";
import { BusiestSecond } from "../../src/model/busiest-second.ts";

it("finds the same second as counting by hand", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1300 }), { maxLength: 100 }), (pauses) => {
      let nowMs = 5_000_000;
      const busiest = new BusiestSecond(() => nowMs);
      const times: number[] = [];
      for (const pauseMs of pauses) {
        nowMs += pauseMs;
        times.push(nowMs);
        busiest.note();
      }
      const byHand = times.map((end) => times.filter((time) => time <= end && time > end - 1000).length);
      expect(busiest.most).toBe(Math.max(0, ...byHand));
    }),
  );
});
