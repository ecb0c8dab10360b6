import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByteBuffer } from "../../src/pubsub/byte-buffer.ts";

const step = fc.oneof(
  fc.record({ push: fc.nat({ max: 40 }) }),
  fc.record({ take: fc.integer({ min: 1, max: 10 }) }),
);

describe("ByteBuffer", () => {
  it("keeps order, never holds more than its bound, and counts what it drops", () => {
    fc.assert(
      fc.property(fc.nat({ max: 100 }), fc.array(step, { maxLength: 200 }), (maxBytes, steps) => {
        const buffer = new ByteBuffer<{ size: number; number: number }>(maxBytes, ({ size }) => size);
        const kept: { size: number; number: number }[] = [];
        let dropped = 0;
        steps.forEach((next, number) => {
          if ("push" in next) {
            const held = kept.reduce((sum, { size }) => sum + size, 0);
            if (held + next.push <= maxBytes) kept.push({ size: next.push, number });
            else dropped += 1;
            buffer.push({ size: next.push, number });
          } else {
            expect(buffer.take(next.take)).toEqual(kept.splice(0, next.take));
          }
          expect(buffer.bytes).toBe(kept.reduce((sum, { size }) => sum + size, 0));
          expect(buffer.bytes).toBeLessThanOrEqual(maxBytes);
          expect(buffer.length).toBe(kept.length);
          expect(buffer.dropped).toBe(dropped);
        });
      }),
    );
  });
});
