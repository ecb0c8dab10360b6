import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/*
 * Loaded into the process that is measured, by `--import`. At each SIGWINCH, which no service listens to, it collects
 * garbage and writes what is left: without that, memory shows when V8 last tidied up, and not what is held.
 */
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

process.on("SIGWINCH", () => {
  collectGarbage();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.stderr.write(`memory ${JSON.stringify({ rss, heapUsed, external })}\n`);
});
