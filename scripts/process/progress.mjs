import { Stopped, Trouble } from "./trouble.mjs";

/** @typedef {{ code: number, output: string }} CommandResult */

/**
 * Says what is being done and how long it took: one growing line in a terminal, two lines elsewhere.
 * @param {string} label "Installing the packages"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @template T
 */
export async function step(label, work) {
  const startedMs = performance.now();
  const seconds = () => ((performance.now() - startedMs) / 1_000).toFixed(1);
  const live = process.stdout.isTTY;
  process.stdout.write(live ? `${label} …` : `${label} …\n`);
  const ticker = live ? setInterval(() => rewrite(`${label} … ${seconds()} s`), 500) : undefined;
  let how = "failed after";
  try {
    const result = await work();
    how = "done in";
    return result;
  } catch (error) {
    if (error instanceof Stopped) how = "stopped after";
    throw error;
  } finally {
    clearInterval(ticker);
    if (live) rewrite(`${label}: ${how} ${seconds()} s\n`);
    else process.stdout.write(`  ${how} ${seconds()} s\n`);
  }
}

/**
 * A step that is one command. Its output is shown only when it fails.
 * @param {string} label
 * @param {() => Promise<CommandResult>} run
 * @param {string} remedy what to do when it fails
 */
export async function commandStep(label, run, remedy) {
  return await step(label, async () => {
    const result = await run();
    if (result.code === 0) return result;
    throw new Trouble(
      `${result.output.trimEnd()}\n\n${label} failed (code ${result.code}). ${remedy}`.trimStart(),
    );
  });
}

/** @param {string} text */
function rewrite(text) {
  process.stdout.write(`\r\u001b[2K${text}`);
}
