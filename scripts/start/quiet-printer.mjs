/** The same words again within this time are counted, not printed: an outage makes hundreds of equal lines. */
const QUIET_MS = 10_000;

/** More different lines than this at once are forgotten; then one may be printed again too early. */
const REMEMBERED_MAX = 200;

/**
 * Prints what is worth reading of the services' output, without floods.
 * @param {(text: string) => void} print
 * @param {() => number} nowMs
 */
export function createQuietPrinter(print, nowMs = () => performance.now()) {
  /** @type {Map<string, { printedMs: number, held: number }>} */
  const seen = new Map();
  return {
    /**
     * @param {string} part
     * @param {string} text
     */
    show(part, text) {
      const key = `${part} ${text.replace(/\d+/g, "0")}`;
      const before = seen.get(key);
      if (before !== undefined && nowMs() - before.printedMs < QUIET_MS) {
        before.held += 1;
        return;
      }
      if (seen.size >= REMEMBERED_MAX) seen.clear();
      seen.set(key, { printedMs: nowMs(), held: 0 });
      const repeated = before !== undefined && before.held > 0 ? ` (and ${before.held} more like it)` : "";
      print(`  ${part.padEnd(8)} ${text}${repeated}\n`);
    },
  };
}
