import type { Writable } from "node:stream";

/** What may wait for a reader; far more than any burst of lines, far less than matters to the process. */
const WAITING_BYTES = 1024 * 1024;

/** Streams whose errors are heard: one listener is enough for all loggers. */
const heard = new WeakSet<Writable>();

/**
 * Somewhere to write log lines that never holds up the process: where nobody reads, or not fast enough, lines are
 * dropped, and how many is said as soon as there is room again.
 */
export function boundedOutput(stream: Writable): { write: (line: string) => void } {
  if (!heard.has(stream)) {
    heard.add(stream);
    // The reader has gone, which is no reason to stop working.
    stream.on("error", () => {});
  }
  let dropped = 0;
  return {
    write(line) {
      if (stream.writableLength > WAITING_BYTES) {
        dropped += 1;
        return;
      }
      if (dropped > 0)
        stream.write(
          `${JSON.stringify({ level: 40, dropped, msg: "log lines were dropped: nobody read them" })}\n`,
        );
      dropped = 0;
      stream.write(line);
    },
  };
}
