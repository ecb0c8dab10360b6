import type { IntakeItem } from "@bellwire/messaging";
import fc from "fast-check";
import { expect, it } from "vitest";
import { CHUNK, inChunks, sizeOf } from "../../src/intake/chunks.ts";

const item = (bytes: number): IntakeItem => ({
  copy: Buffer.alloc(bytes),
  rejected: { reason: "invalid_json", detail: "", raw: Buffer.alloc(0), bytes },
});

it("keeps all items in their order, in chunks that no call is too small for", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(100), fc.nat(2 * CHUNK.bytes)), { maxLength: 1200 }), (sizes) => {
      const items = sizes.map((bytes) => item(bytes));
      const chunks = [...inChunks(items)];
      expect(chunks.flat()).toEqual(items);
      for (const chunk of chunks) {
        expect(chunk.length).toBeGreaterThan(0);
        expect(chunk.length).toBeLessThanOrEqual(CHUNK.items);
        const before = chunk.slice(0, -1).reduce((sum, one) => sum + sizeOf(one), 0);
        expect(before).toBeLessThan(CHUNK.bytes);
      }
    }),
    { numRuns: 30 },
  );
});

it("has few chunks where items are small", () => {
  expect([...inChunks(Array.from({ length: 1001 }, () => item(100)))].map(({ length }) => length)).toEqual([
    500, 500, 1,
  ]);
  expect([...inChunks([])]).toEqual([]);
});
