import type { Count } from "../tally.ts";

/** Throws unless exactly the messages below `end` came, each once. */
export function eachOnce(side: string, { count, duplicates }: Count, end: number): void {
  if (count === end && duplicates === 0) return;
  throw new Error(`${side}: of ${end} messages ${count} came, ${duplicates} of them for a second time`);
}
