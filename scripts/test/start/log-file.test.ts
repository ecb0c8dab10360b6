import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { openLogFile } from "../../start/log-file.mjs";

it("begins anew, and never holds more than two files of the limit", () => {
  const folder = mkdtempSync(join(tmpdir(), "bellwire-log-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "web.log");
  openLogFile(path).write("from the start before\n");
  const log = openLogFile(path, 1_000);
  for (let n = 0; n < 500; n += 1) log.write(`line ${n}\n`);
  log.close();
  log.close();
  expect(readFileSync(path, "utf8").endsWith("line 499\n")).toBe(true);
  expect(readdirSync(folder).sort()).toEqual(["web.log", "web.previous.log"]);
  for (const name of readdirSync(folder)) expect(statSync(join(folder, name)).size).toBeLessThan(1_100);
});
