import { QUARANTINE_RAW_BYTES } from "@bellwire/messaging";
import { expect, it } from "vitest";
import { RawBudget } from "../../src/intake/raw-budget.ts";

it("keeps malformed payloads whole up to the quarantine's measure, and of a flood the beginnings", () => {
  let nowMs = 0;
  const budget = new RawBudget(() => nowMs);
  expect(budget.cut(Buffer.from("short"))).toEqual(Buffer.from("short"));
  const large = Buffer.alloc(100_000, "x");
  const kept = Array.from({ length: 100 }, () => budget.cut(large).length);
  expect(kept.slice(0, 60).every((length) => length === QUARANTINE_RAW_BYTES)).toBe(true);
  expect(kept.slice(70).every((length) => length === 256)).toBe(true);
  nowMs = 1000;
  expect(budget.cut(large)).toHaveLength(QUARANTINE_RAW_BYTES);
});
