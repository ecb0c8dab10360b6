import { parseArgs } from "node:util";
import { describeReport, faultsOf } from "./report.ts";
import { soak } from "./soak.ts";

const HELP = `node e2e/dist/soak/main.js [options]

Many readers of one web process while messages are published; in the second half beside one that reads nothing.

  --minutes 10     how long in all
  --readers 200    streams that are followed
  --rate 500       messages a second
  --bytes 200      of each message
  --on live        what is followed: live (the page's stream) or subscriber (one subscriber's events)
`;

const print = (line: string) => process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: {
    help: { type: "boolean", short: "h", default: false },
    minutes: { type: "string", default: "10" },
    readers: { type: "string", default: "200" },
    rate: { type: "string", default: "500" },
    bytes: { type: "string", default: "200" },
    on: { type: "string", default: "live" },
  },
});
const [minutes = 0, readers = 0, perSecond = 0, bytes = 0] = [
  values.minutes,
  values.readers,
  values.rate,
  values.bytes,
].map(Number);
const on = values.on === "subscriber" ? "subscriber" : "live";

if (values.help || ![minutes, readers, perSecond, bytes].every((figure) => figure > 0)) {
  print(HELP);
  process.exitCode = values.help ? 0 : 2;
} else {
  print("minute   RSS MiB   in use   web's CPU");
  const report = await soak({ minutes, readers, perSecond, bytes, on, print });
  print(`\n${describeReport(report, readers)}`);
  const faults = faultsOf(report, { readers, minutes });
  print(faults.length === 0 ? "\nEvery promise held." : `\n${faults.join("\n")}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}
