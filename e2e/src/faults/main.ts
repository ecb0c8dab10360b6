import { parseArgs } from "node:util";
import { allCases } from "./all-cases.ts";
import { renderTable } from "./report.ts";
import { runCases } from "./run-cases.ts";

const print = (line: string) => process.stdout.write(`${line}\n`);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: "boolean", short: "h", default: false },
    list: { type: "boolean", default: false },
    short: { type: "boolean", default: false },
  },
});
const unknown = positionals.filter((name) => !allCases.some((known) => known.name === name));
const offered = values.short ? allCases.filter(({ short }) => short) : allCases;
const chosen = positionals.length === 0 ? offered : allCases.filter(({ name }) => positionals.includes(name));

if (values.help || values.list || unknown.length > 0) {
  for (const name of unknown) print(`There is no case called ${name}.`);
  if (!values.list)
    print("npm run test:faults -- [--short] [--list] [CASE …]\n\n--short: those marked with *, in small\n");
  for (const { name, what, short } of allCases) print(`${short ? "*" : " "} ${name.padEnd(22)} ${what}`);
  process.exitCode = unknown.length > 0 ? 2 : 0;
} else {
  const outcomes = await runCases(chosen, { short: values.short, print });
  print(`\n${renderTable(outcomes)}\n`);
  const broken = outcomes.filter(({ report }) => report.broken.length > 0).map(({ name }) => name);
  print(broken.length === 0 ? "Every promise held." : `Broken in: ${broken.join(", ")}`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}
