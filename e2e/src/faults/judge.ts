import type { Stack } from "../stack.ts";
import { atEnd } from "./at-end.ts";
import type { CaseContext, CaseReport } from "./case.ts";
import { checkHistory, type Excuses, type Verdict } from "./checker.ts";
import type { Attempt } from "./history.ts";
import type { Load } from "./load.ts";
import { waitUntilIdle } from "./settle.ts";

const ARRIVE_MS = 60_000;

export type Trial = {
  context: CaseContext;
  stack: Stack;
  load: Load;
  report: CaseReport;
  excuses: readonly Excuses[];
};

/** Waits until nothing is on its way, judges what the load recorded, and ends everything. */
export async function judge({ context, stack, load, report, excuses }: Trial): Promise<void> {
  const mayBeLost = (attempt: Attempt) => excuses.some((excuse) => excuse.mayBeLost?.(attempt));
  const missing = () => load.missing().filter((attempt) => !mayBeLost(attempt));
  const idle = await waitUntilIdle(stack, missing, ARRIVE_MS);
  if (idle !== undefined) report.broken.push(idle);
  const verdict = checkHistory(load.history, { mayBeLost });
  load.close();
  report.verdict = verdict;
  report.broken.push(...brokenPromises(verdict, report.allowed?.duplicates ?? 0));
  const suspects = [...verdict.lost, ...verdict.misordered, ...verdict.repeated];
  report.broken.push(...(await atEnd(context.name, stack, { suspects, secret: load.word })));
}

function brokenPromises(verdict: Verdict, allowedDuplicates: number): string[] {
  const { lost, duplicated, unexpected, misordered } = verdict;
  return [
    lost.length > 0 && `${lost.length} accepted messages were lost`,
    duplicated > allowedDuplicates && `${duplicated} duplicates, where ${allowedDuplicates} are allowed`,
    unexpected.length > 0 && `${unexpected.length} arrivals that nobody sent or that were refused`,
    misordered.length > 0 && `${misordered.length} messages overtook one of their own chat and source`,
  ].filter((words) => words !== false);
}
