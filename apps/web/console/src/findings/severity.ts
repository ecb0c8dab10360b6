import type { Finding } from "../feed/index.ts";
import type { Mood } from "../health/health-words.ts";

type Severity = Finding["severity"];

/** The worst first. */
const ORDER: readonly Severity[] = ["error", "warning", "hint"];

export const SEVERITY_WORDS: Record<Severity, string> = { error: "Error", warning: "Warning", hint: "Hint" };

export const SEVERITY_MOODS: Record<Severity, Mood> = { error: "fail", warning: "warn", hint: "unknown" };

/** The worst first, and of the same severity the one that began last. */
export function sortedFindings(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity) || (b.sinceMs ?? 0) - (a.sinceMs ?? 0),
  );
}
