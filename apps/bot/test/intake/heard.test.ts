import { expect, it } from "vitest";
import { Heard } from "../../src/intake/heard.ts";

it("gives back what was heard in order, as much as a call of Redis takes", () => {
  const heard = new Heard();
  for (let at = 0; at < 1200; at += 1) heard.push(Buffer.from(String(at)));
  expect(heard.bytes).toBeGreaterThan(1200 * 200);
  expect(heard.isChunk).toBe(true);
  const chunks = [heard.takeChunk(), heard.takeChunk(), heard.takeChunk(), heard.takeChunk()];
  expect(chunks.map(({ length }) => length)).toEqual([500, 500, 200, 0]);
  expect(chunks.flat().map(String)).toEqual(Array.from({ length: 1200 }, (_, at) => String(at)));
  expect([heard.length, heard.bytes]).toEqual([0, 0]);
  for (let at = 0; at < 20; at += 1) heard.push(Buffer.alloc(300_000));
  expect(heard.takeChunk()).toHaveLength(4);
  expect(heard.clear()).toBe(16);
  expect([heard.length, heard.bytes]).toEqual([0, 0]);
});
