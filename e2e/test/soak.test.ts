import { expect, it } from "vitest";
import { faultsOf } from "../src/soak/report.ts";
import { soak } from "../src/soak/soak.ts";

it.each(["live", "subscriber"] as const)(
  "20 readers of %s share one connection, and one that reads nothing takes nothing from them",
  { timeout: 60_000 },
  async (on) => {
    const lines: string[] = [];
    const options = { minutes: 0.1, readers: 20, perSecond: 200, bytes: 200, on };
    const report = await soak({ ...options, print: (line) => lines.push(line) });
    expect(faultsOf(report, options)).toEqual([]);
    expect(report.published).toBeGreaterThan(options.minutes * 60 * options.perSecond * 0.5);
    expect(report.alone.p99Ms).toBeGreaterThanOrEqual(0);
    expect(report.memory.every(({ rss, heap }) => rss > 0 && heap > 0)).toBe(true);
    expect(lines).toHaveLength(2);
  },
);
