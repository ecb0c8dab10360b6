import { expect, it } from "vitest";
import type { Finding } from "../../src/feed/index.ts";
import { sortedFindings } from "../../src/findings/severity.ts";

const finding = (code: string, severity: Finding["severity"], sinceMs?: number): Finding => ({
  code,
  severity,
  words: code,
  sinceMs,
  remedy: undefined,
  command: undefined,
});

it("puts the worst first, and of the same the one that began last", () => {
  const sorted = sortedFindings([
    finding("hint", "hint", 9),
    finding("old", "error", 1),
    finding("without", "warning"),
    finding("new", "error", 5),
    finding("warning", "warning", 2),
  ]);
  expect(sorted.map(({ code }) => code)).toEqual(["new", "old", "warning", "without", "hint"]);
});
