import { expect, it } from "vitest";
import { allCases } from "../src/faults/all-cases.ts";
import { renderDetails } from "../src/faults/report.ts";
import { runCases } from "../src/faults/run-cases.ts";

/** Several times what the slowest takes on an idle machine. */
const CASE_MS = 120_000;

// `npm run test:faults` runs all of them, and for longer.
it.each(allCases.filter(({ short }) => short))("$name: $what", { timeout: CASE_MS }, async (one) => {
  const said: string[] = [];
  const [outcome] = await runCases([one], { short: true, print: (line) => said.push(line) });
  if (outcome === undefined) throw new Error("the case did not run");
  expect(outcome.report.broken, [...said, ...renderDetails(outcome)].join("\n")).toEqual([]);
});
