import { parseArgs } from "node:util";
import { burst } from "./burst.ts";
import { http } from "./http.ts";
import { machine } from "./measure.ts";
import { memory } from "./memory.ts";

const cases = [burst, http, memory];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: "boolean", short: "h" }, smoke: { type: "boolean" } },
});
const chosen = positionals.length === 0 ? cases : cases.filter(({ name }) => positionals.includes(name));
const unknown = positionals.filter((name) => !cases.some((known) => known.name === name));

if (values.help || unknown.length > 0) {
  for (const name of unknown) console.error(`There is no case called ${name}.`);
  console.log(
    "npm run bench -- [--smoke] [CASE …]\n\nCases (all when none is named; --smoke runs them in small):",
  );
  for (const { name, what } of cases) console.log(`  ${name.padEnd(8)} ${what}`);
  process.exitCode = unknown.length > 0 ? 2 : 0;
} else {
  console.log(`${new Date().toISOString().slice(0, 10)}, ${machine()}`);
  for (const chosenCase of chosen) {
    console.log(`${chosenCase.name}: ${chosenCase.what}`);
    await chosenCase.run({ smoke: values.smoke ?? false });
  }
}
