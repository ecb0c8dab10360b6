import type { CaseReport } from "./case.ts";

export type Outcome = { name: string; report: CaseReport; seconds: number };

const COLUMNS = [
  "case",
  "attempted",
  "accepted",
  "refused",
  "unknown",
  "arrived",
  "lost",
  "excused",
  "duplicated",
  "unexpected",
  "recovered",
  "misordered",
  "ready after",
  "took",
  "promises",
];

/** One row per case, in columns; what has no such figure shows a dash. */
export function renderTable(outcomes: readonly Outcome[]): string {
  const rows = [COLUMNS, ...outcomes.map(rowOf)];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join("  "),
    )
    .join("\n");
}

/** What the table has no column for: figures of the case's own, its allowance, and what was broken. */
export function renderDetails({ report }: Outcome): string[] {
  const { figures, allowed, verdict, broken } = report;
  return [
    ...figures.map(({ name, value }) => `${name}: ${value}`),
    ...(allowed === undefined
      ? []
      : [
          `duplicates: ${verdict?.duplicated ?? 0} of ${allowed.duplicates} allowed (${reasonsOf(allowed.whys)})`,
        ]),
    ...broken.map((words) => `BROKEN: ${words}`),
    ...examplesOf(report),
  ];
}

/** Each once, with how often. */
function reasonsOf(whys: readonly string[]): string {
  const times = (why: string) => whys.filter((one) => one === why).length;
  return [...new Set(whys)].map((why) => `${times(why)} × ${why}`).join(", ");
}

function rowOf({ name, report, seconds }: Outcome): string[] {
  const { verdict, readyMs, allowed, broken } = report;
  const promises = broken.length === 0 ? "hold" : "BROKEN";
  const took = `${seconds.toFixed(0)} s`;
  if (verdict === undefined) return [name, ...COLUMNS.slice(1, -2).map(() => "–"), took, promises];
  return [
    name,
    ...[verdict.attempted, verdict.accepted, verdict.refused, verdict.unknown, verdict.arrived].map(String),
    String(verdict.lost.length),
    String(verdict.excused.length),
    `${verdict.duplicated} of ${allowed?.duplicates ?? 0}`,
    String(verdict.unexpected.length),
    String(verdict.recovered),
    String(verdict.misordered.length),
    readyMs === undefined ? "–" : `${(readyMs / 1000).toFixed(1)} s`,
    took,
    promises,
  ];
}

const EXAMPLES = 5;

function examplesOf({ verdict, allowed }: CaseReport): string[] {
  if (verdict === undefined) return [];
  const { lost, misordered, unexpected } = verdict;
  const repeated = verdict.duplicated > (allowed?.duplicates ?? 0) ? verdict.repeated : [];
  return [
    ...repeated
      .slice(0, EXAMPLES)
      .map((one) => `  more than once: ${one.source} to ${one.chatId}, number ${one.order}`),
    ...lost.slice(0, EXAMPLES).map((one) => `  lost: ${one.source} to ${one.chatId}, number ${one.order}`),
    ...misordered
      .slice(0, EXAMPLES)
      .map((one) => `  too early: ${one.source} to ${one.chatId}, number ${one.order}`),
    ...unexpected.slice(0, EXAMPLES).map((one) => `  unexpected in ${one.chatId}: ${one.text.slice(0, 60)}`),
  ];
}
