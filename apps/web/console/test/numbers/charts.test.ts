import { describe, expect, it } from "vitest";
import { CHARTS, wordsOf } from "../../src/numbers/charts.ts";
import { pointAt } from "./points.ts";

function lineOf(title: string, name: string) {
  const spec = CHARTS.find((chart) => chart.title === title);
  const line = spec?.lines.find((candidate) => candidate.name === name);
  if (spec === undefined || line === undefined) throw new Error(`There is no ${name} in ${title}`);
  return { spec, line };
}

describe("the charts", () => {
  it("count what came in as the sum of all states, for ends stay counted", () => {
    const { line } = lineOf("Messages a second", "Came in");
    expect(line.of(pointAt(0, { states: { queued: 2, sending: 1, sent: 40, failed: 3 } }))).toBe(46);
  });

  it("know no latency and no budget where web knows none", () => {
    const { line: p99 } = lineOf("Latency, end to end", "99 % within");
    expect(p99.of(pointAt(0, { latency: { p99_ms: 80 } }))).toBe(80);
    expect(p99.of(pointAt(0, { latency: { p99_ms: null } }))).toBeUndefined();
    expect(p99.of(pointAt(0))).toBeUndefined();
    const { line: allowed } = lineOf("Budget of sends", "Allowed now");
    expect(allowed.of(pointAt(0, { governor: { per_second: 15 } }))).toBe(15);
    expect(allowed.of(pointAt(0, { governor: { per_second: "15" } }))).toBeUndefined();
  });

  it("shade the time in which all sends are held, whatever the two clocks say", () => {
    const { spec, line } = lineOf("Budget of sends", "Held by Telegram");
    expect(line.of(pointAt(0, { governor: { held_until: "1970-01-01T00:00:00.000Z" } }))).toBe(1);
    expect(line.of(pointAt(0, { governor: { held_until: null } }))).toBe(0);
    expect(line.of(pointAt(0))).toBeUndefined();
    expect(wordsOf(spec, line)(0.256)).toBe("26 %");
  });

  it("give every line a name of its own", () => {
    for (const { lines } of CHARTS) expect(new Set(lines.map(({ name }) => name)).size).toBe(lines.length);
  });
});
