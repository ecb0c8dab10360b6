import { join } from "node:path";
import { repoRoot, type ServiceProcess, waitFor } from "@bellwire/testkit";

/** In MiB, after a collection of garbage. `heap` with the buffers outside of it. */
export type Memory = { rss: number; heap: number };

const MIB = 1024 * 1024;

/** A process that has more to do than it can answers late. */
const ANSWERED_MS = 60_000;

/** Of the process that is to be asked for its memory. */
export const PROBED = {
  NODE_OPTIONS: `--import ${join(repoRoot, "e2e", "dist", "soak", "memory-probe.js")}`,
};

/** Asks a process that was started with `PROBED`. */
export async function memoryOf(service: ServiceProcess): Promise<Memory> {
  const before = linesOf(service).length;
  service.kill("SIGWINCH");
  const line = await waitFor(() => linesOf(service)[before], {
    what: `the memory of ${service.name}`,
    timeoutMs: ANSWERED_MS,
  });
  const { rss, heapUsed, external } = JSON.parse(line) as Record<"rss" | "heapUsed" | "external", number>;
  return { rss: rss / MIB, heap: (heapUsed + external) / MIB };
}

function linesOf(service: ServiceProcess): string[] {
  return Array.from(service.output().matchAll(/^memory (\{.*\})$/gm), ([, json = ""]) => json);
}

/** How much a line through the points climbs per step; NaN of fewer than two. */
export function slopeOf(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let [together, alone] = [0, 0];
  for (const [at, value] of values.entries()) {
    together += (at - middle) * (value - mean);
    alone += (at - middle) ** 2;
  }
  return together / alone;
}
