import type { SoakReport, Spread } from "./soak.ts";

/** Of less, what a garbage collection leaves says more about its moment than about growth. */
const MINUTES_TO_JUDGE_GROWTH = 5;
const GROWTH_MOST = 1;

/** What was measured, a line each. */
export function describeReport(report: SoakReport, readers: number): string {
  const { published, exact, droppedForReaders, dropped, cut, connections, subscribed, growth } = report;
  return [
    `published            ${published}`,
    `told of all, exactly ${exact} of ${readers} readers`,
    `dropped for readers  ${droppedForReaders} events`,
    `dropped in all       ${dropped} events, ${cut} streams cut: of the one that reads nothing`,
    `connections to Redis ${connections} of web, ${subscribed} of them subscribed`,
    `until it arrived     ${describeSpread(report.alone)}`,
    `beside the stalled   ${describeSpread(report.beside)}`,
    `growth in use        ${Number.isNaN(growth) ? "too short to say" : `${growth.toFixed(2)} MiB a minute`}`,
  ].join("\n");
}

/** What of it breaks a promise, in words; empty when all hold. */
export function faultsOf(
  report: SoakReport,
  { readers, minutes }: { readers: number; minutes: number },
): string[] {
  const { exact, droppedForReaders, subscribed, growth } = report;
  const grew = minutes >= MINUTES_TO_JUDGE_GROWTH && growth > GROWTH_MOST;
  return [
    ...(exact === readers
      ? []
      : [`${readers - exact} readers were told of more or fewer messages than were published.`]),
    ...(droppedForReaders === 0 ? [] : ["Events were dropped for readers that read."]),
    ...(subscribed === 1 ? [] : [`Web holds ${subscribed} subscribed connections; it is to hold one.`]),
    ...(grew ? [`What web holds grows by more than ${GROWTH_MOST} MiB a minute.`] : []),
  ];
}

function describeSpread({ p50Ms, p99Ms, mostMs }: Spread): string {
  return `p50 ${p50Ms} ms, p99 ${p99Ms} ms, at most ${mostMs} ms`;
}
