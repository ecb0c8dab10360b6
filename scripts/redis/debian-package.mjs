import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { step } from "../process/progress.mjs";
import { runCommand } from "../process/run-command.mjs";
import { Trouble } from "../process/trouble.mjs";
import { dataFolder, shownPath } from "../root.mjs";
import { missingPackages } from "./debian-dependencies.mjs";

const TOOLS = ["apt-get", "apt-cache", "dpkg-deb", "dpkg-query"];

// The unpacked libraries are named to the server alone: in our own environment they would reach every child.
const WRAPPER = `#!/bin/sh
here=\${0%/*}
libraries=$(echo "$here"/files/usr/lib/*-linux-gnu* "$here"/files/lib/*-linux-gnu* | tr ' ' ':')
export LD_LIBRARY_PATH="$libraries"
exec "$here/files/usr/bin/redis-server" "$@"
`;

/** Debian, Ubuntu and what derives from them. */
export function hasDebianPackages() {
  if (process.platform !== "linux" || !existsSync("/etc/debian_version")) return false;
  const folders = (process.env.PATH ?? "").split(delimiter);
  return TOOLS.every((tool) => folders.some((folder) => folder !== "" && existsSync(join(folder, tool))));
}

/**
 * Downloads Debian's server and the libraries that this machine lacks, and unpacks them under .data/redis-server:
 * no root needed, the system untouched. Done once; later calls find the folder. Resolves to the command.
 * @param {AbortSignal} stop
 */
export async function unpackDebianServer(stop) {
  const folder = join(dataFolder, "redis-server");
  const command = join(folder, "redis-server");
  if (existsSync(command)) return command;
  await step(`No Redis on this machine: unpacking Debian's into ${shownPath(folder)}`, async () => {
    const fresh = `${folder}.new`;
    rmSync(fresh, { recursive: true, force: true });
    for (const name of ["packages", "files", "lists/partial", "cache/archives/partial"]) {
      mkdirSync(join(fresh, name), { recursive: true });
    }
    await download(fresh, stop);
    for (const file of readdirSync(join(fresh, "packages"))) {
      await must("dpkg-deb", ["-x", join(fresh, "packages", file), join(fresh, "files")], { stop });
    }
    writeFileSync(join(fresh, "redis-server"), WRAPPER);
    chmodSync(join(fresh, "redis-server"), 0o755);
    await must(join(fresh, "redis-server"), ["--version"], { stop });
    for (const name of ["packages", "lists", "cache"]) rmSync(join(fresh, name), { recursive: true });
    rmSync(folder, { recursive: true, force: true });
    renameSync(fresh, folder);
  });
  return command;
}

/**
 * First with the system's package lists, which a bare image lacks and an old one has outdated; then with lists of our own.
 * @param {string} fresh
 * @param {AbortSignal} stop
 */
async function download(fresh, stop) {
  const system = aptOptions();
  const own = [
    ...system,
    "-o",
    `Dir::State::lists=${join(fresh, "lists")}`,
    "-o",
    `Dir::Cache=${join(fresh, "cache")}`,
  ];
  const cwd = join(fresh, "packages");
  if (await tryDownload(system, cwd, stop)) return;
  await must("apt-get", [...own, "update", "-q"], { stop });
  if (await tryDownload(own, cwd, stop)) return;
  throw new Trouble(
    "Debian's redis-server could not be downloaded (is the network there?).\n" +
      "Install one yourself: sudo apt-get install redis-server",
  );
}

/**
 * @param {string[]} options
 * @param {string} cwd
 * @param {AbortSignal} stop
 */
async function tryDownload(options, cwd, stop) {
  const packages = await missingPackages("redis-server", options, stop);
  if (packages === undefined) return false;
  const { code } = await runCommand("apt-get", [...options, "download", "-q", ...packages], { cwd, stop });
  return code === 0;
}

/** apt run by root changes to a user who may not write to our folder. */
function aptOptions() {
  return process.getuid?.() === 0 ? ["-o", "APT::Sandbox::User=root"] : [];
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {{ stop: AbortSignal }} options
 */
async function must(command, args, options) {
  const { code, output } = await runCommand(command, args, options);
  if (code !== 0) throw new Trouble(`${output.trimEnd()}\n\n${command} failed (code ${code}).`);
}
