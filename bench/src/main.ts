import { parseArgs } from "node:util";
import { channelIntake } from "./cases/channel-intake.ts";
import { httpPost } from "./cases/http-post.ts";
import { latency } from "./cases/latency.ts";
import { memory } from "./cases/memory.ts";
import { queueScripts } from "./cases/queue-scripts.ts";
import { recipients } from "./cases/recipients.ts";
import { streamQueue } from "./cases/stream-queue.ts";
import { machine } from "./machine.ts";
import { asMarkdown, asText, type Finding } from "./table.ts";

const cases = [channelIntake, streamQueue, queueScripts, httpPost, latency, memory, recipients];

/** In place of a verdict. */
const SMOKE = "smoke: everything arrived; the figures mean nothing";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: "boolean", short: "h" },
    smoke: { type: "boolean" },
    markdown: { type: "boolean" },
  },
});
const chosen = positionals.length === 0 ? cases : cases.filter(({ name }) => positionals.includes(name));
const unknown = positionals.filter((name) => !cases.some((known) => known.name === name));

if (values.help || unknown.length > 0) {
  for (const name of unknown) console.error(`There is no case called ${name}.`);
  console.log(help());
  process.exitCode = unknown.length > 0 ? 2 : 0;
} else {
  const smoke = values.smoke ?? false;
  const findings: Finding[] = [];
  for (const { name, what, run } of chosen) {
    console.log(`${name}: ${what}`);
    for (const finding of await run({ smoke }))
      findings.push(smoke ? { ...finding, verdict: SMOKE } : finding);
  }
  console.log(`\n${new Date().toISOString().slice(0, 10)}, ${machine()}\n`);
  console.log(findings.map(values.markdown ? asMarkdown : asText).join("\n\n"));
}

function help(): string {
  const names = cases.map(({ name, what }) => `  ${name.padEnd(10)} ${what}`);
  return ["npm run bench -- [--smoke] [--markdown] [CASE …]", "", ...names].join("\n");
}
