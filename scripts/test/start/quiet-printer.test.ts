import { expect, it } from "vitest";
import { createQuietPrinter } from "../../start/quiet-printer.mjs";

it("prints the same words once in 10 s, and says how often it was silent", () => {
  const printed: string[] = [];
  let nowMs = 0;
  const printer = createQuietPrinter(
    (text: string) => void printed.push(text.trim()),
    () => nowMs,
  );
  for (let n = 0; n < 100; n += 1) printer.show("bot", `Redis is away for ${n} s`);
  printer.show("web", "Redis is away for 1 s");
  nowMs = 10_001;
  printer.show("bot", "Redis is away for 100 s");
  expect(printed).toEqual([
    "bot      Redis is away for 0 s",
    "web      Redis is away for 1 s",
    "bot      Redis is away for 100 s (and 99 more like it)",
  ]);
});
