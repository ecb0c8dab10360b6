import type { Stack, StackOptions } from "../stack.ts";
import { atEnd } from "./at-end.ts";
import type { CaseContext, CaseReport } from "./case.ts";
import { startFaultStack } from "./fault-stack.ts";

export type Bench = {
  stack: Stack;
  figure: (name: string, value: string | number) => void;
  /** A promise did not hold. */
  broken: (words: string) => void;
};

/** Runs a case that publishes in a way of its own; `secret` stands in every text that it publishes. */
export async function onStack(
  context: CaseContext,
  options: StackOptions,
  secret: string,
  run: (bench: Bench) => Promise<void>,
): Promise<CaseReport> {
  const stack = await startFaultStack(options);
  const report: CaseReport = { figures: [], broken: [] };
  const broken = (words: string) => void report.broken.push(words);
  const figure = (name: string, value: string | number) =>
    void report.figures.push({ name, value: String(value) });
  try {
    await run({ stack, figure, broken });
  } catch (error) {
    broken(error instanceof Error ? error.message : String(error));
  }
  report.broken.push(...(await atEnd(context.name, stack, { suspects: [], secret })));
  return report;
}
