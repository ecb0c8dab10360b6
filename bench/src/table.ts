import { shown } from "./measure.ts";
import { cpuSum, type Measured } from "./rounds.ts";

/** What a case found: a table, and a sentence on what was to be reached. */
export type Finding = { title: string; columns: string[]; rows: string[][]; verdict: string };

/** The usual table of a comparison: the first side is ours, the others are what it is compared with. */
export function comparison(title: string, [ours, ...others]: readonly Measured[], verdict: string): Finding {
  const row = (side: Measured): string[] => {
    const ratio =
      side.name.startsWith("Bellwire") || ours === undefined
        ? ""
        : `${shown(ours.perSecond / side.perSecond, 2)} x`;
    const parts = Object.entries(side.cpuMicros).map(([name, micros]) => `${name} ${shown(micros)}`);
    return [side.name, shown(side.perSecond), ratio, shown(cpuSum(side)), parts.join(", ")];
  };
  const sides = ours === undefined ? [] : [ours, ...others];
  return {
    title,
    columns: ["side", "messages/s", "Bellwire is", "CPU µs a message", "of it"],
    rows: sides.map(row),
    verdict,
  };
}

/** "goal 50,000/s missed (41,203/s), floor 20,000/s reached" */
export function reached(found: number, unit: string, targets: Record<string, number>, digits = 0): string {
  const words = Object.entries(targets).map(
    ([name, target]) => `${name} ${shown(target, digits)}${unit} ${found >= target ? "reached" : "missed"}`,
  );
  return `${words.join(", ")} (${shown(found, digits)}${unit})`;
}

/** "below 150 MiB reached (87.3 MiB)" */
export function reachedAtMost(found: number, unit: string, target: number, digits = 1): string {
  return `below ${target}${unit} ${found < target ? "reached" : "missed"} (${shown(found, digits)}${unit})`;
}

/** For a terminal: columns aligned. */
export function asText({ title, columns, rows, verdict }: Finding): string {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `  ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ")}`.trimEnd();
  return [title, line(columns), ...rows.map(line), `  ${verdict}`].join("\n");
}

/** For bench/README.md. */
export function asMarkdown({ title, columns, rows, verdict }: Finding): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const rule = `|${columns.map(() => "---").join("|")}|`;
  return [`### ${title}`, "", line(columns), rule, ...rows.map(line), "", `${verdict}.`].join("\n");
}
