import type { CaseContext, CaseReport, FaultCase } from "./case.ts";
import { type Outcome, renderDetails } from "./report.ts";

/** Runs cases one after the other, telling `print` what happens; a case that cannot be carried out counts as broken. */
export async function runCases(
  cases: readonly FaultCase[],
  options: { short: boolean; print: (line: string) => void },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const [index, one] of cases.entries()) {
    options.print(`[${index + 1}/${cases.length}] ${one.name}: ${one.what}`);
    const fromMs = performance.now();
    const say = (line: string) =>
      options.print(`    ${((performance.now() - fromMs) / 1000).toFixed(1).padStart(5)} s  ${line}`);
    const report = await carryOut(one, { name: one.name, short: options.short, say });
    const outcome = { name: one.name, report, seconds: (performance.now() - fromMs) / 1000 };
    outcomes.push(outcome);
    for (const line of renderDetails(outcome)) options.print(`    ${line}`);
    options.print(`    ${report.broken.length === 0 ? "holds" : "BROKEN"}`);
  }
  return outcomes;
}

async function carryOut(one: FaultCase, context: CaseContext): Promise<CaseReport> {
  try {
    return await one.run(context);
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { figures: [], broken: [`the case could not be carried out: ${words}`] };
  }
}
