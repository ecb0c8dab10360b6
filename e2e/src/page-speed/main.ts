import { openBrowser } from "../browser.ts";
import { startStack } from "../stack.ts";
import { type ColdLoad, coldLoad, medianOf } from "./cold-load.ts";

const LOADS = 9;

const print = (line: string) => process.stdout.write(`${line}\n`);

const stack = await startStack();
const browser = await openBrowser();
try {
  const loads: ColdLoad[] = [];
  for (let at = 0; at < LOADS; at += 1) loads.push(await coldLoad(browser, stack.webUrl));
  const median = (of: (load: ColdLoad) => number) => Math.round(medianOf(loads.map(of)));
  print(`${LOADS} loads without a cache, over the loopback; medians:`);
  print(`first paint          ${median(({ paintMs }) => paintMs)} ms`);
  print(`all that is at first ${median(({ loadedMs }) => loadedMs)} ms`);
  print(`live                 ${median(({ liveMs }) => liveMs)} ms`);
  print(`over the wire        ${(median(({ bytes }) => bytes) / 1000).toFixed(0)} KB`);
} finally {
  await browser.close();
  await stack.stop();
}
