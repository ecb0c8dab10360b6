import { expect, it } from "vitest";
import { Heard } from "../../src/intake/heard.ts";

it("gives back what was heard in order, as much as a few calls of Redis take", () => {
  const heard = new Heard();
  for (let at = 0; at < 4200; at += 1) heard.push(Buffer.from(String(at)));
  expect(heard.bytes).toBeGreaterThan(4200 * 200);
  const chunks = [heard.takeSome(), heard.takeSome(), heard.takeSome(), heard.takeSome()];
  expect(chunks.map(({ length }) => length)).toEqual([2000, 2000, 200, 0]);
  expect(chunks.flat().map(String)).toEqual(Array.from({ length: 4200 }, (_, at) => String(at)));
  expect([heard.length, heard.bytes]).toEqual([0, 0]);
  for (let at = 0; at < 20; at += 1) heard.push(Buffer.alloc(300_000));
  expect(heard.takeSome()).toHaveLength(14);
  expect(heard.clear()).toBe(6);
  expect([heard.length, heard.bytes]).toEqual([0, 0]);
});
