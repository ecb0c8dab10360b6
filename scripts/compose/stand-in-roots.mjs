import {
  appendFileSync,
  chmodSync,
  chownSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { npmCommand } from "../prepare/prepare.mjs";
import { commandStep } from "../process/progress.mjs";
import { runCommand } from "../process/run-command.mjs";
import { Trouble } from "../process/trouble.mjs";
import { dataFolder } from "../root.mjs";

/** Roots of file systems for stand-in images, kept from run to run. */
export const standInFolder = join(dataFolder, "compose");

/** Where Debian keeps the certificate authorities. */
export const AUTHORITIES = "etc/ssl/certs/ca-certificates.crt";

/** The user of the official Node images. */
const NODE_USER = ["node:x:1000:1000::/home/node:/bin/sh", "node:x:1000:"];

/**
 * @param {string} name
 * @param {string[]} packages
 * @param {AbortSignal} stop
 */
export async function debianRoot(name, packages, stop) {
  const root = join(standInFolder, `root-${name}`);
  if (existsSync(root)) return root;
  const fresh = `${root}.new`;
  rmSync(fresh, { recursive: true, force: true });
  await commandStep(
    `Building a Debian for the ${name} image`,
    () =>
      runCommand("debootstrap", ["--variant=minbase", `--include=${packages.join(",")}`, "bookworm", fresh], {
        stop,
      }),
    "debootstrap needs root and Debian's mirror.",
  );
  for (const part of ["var/cache/apt/archives", "var/lib/apt/lists"]) {
    for (const file of readdirSync(join(fresh, part))) rmSync(join(fresh, part, file), { recursive: true });
  }
  // The machine may reach the package registry through an authority of its own.
  if (existsSync(`/${AUTHORITIES}`) && existsSync(join(fresh, "etc/ssl/certs")))
    copyFileSync(`/${AUTHORITIES}`, join(fresh, AUTHORITIES));
  renameSync(fresh, root);
  return root;
}

/**
 * @param {string} root
 * @param {string} image whose tag begins with Node's version
 * @param {AbortSignal} stop
 */
export async function addNode(root, image, stop) {
  if (existsSync(join(root, "usr/local/bin/node"))) return;
  const version = /:(\d+\.\d+\.\d+)/.exec(image)?.[1];
  const [command, args] = npmCommand(["pack", "--silent", `node-linux-${process.arch}@${version}`]);
  const packed = await runCommand(command, args, { cwd: standInFolder, stop });
  const file = packed.output.trim().split("\n").at(-1) ?? "";
  if (packed.code !== 0)
    throw new Trouble(`${packed.output}\nNode ${version} could not be fetched from npm.`);
  await runCommand("tar", ["-xzf", join(standInFolder, file), "-C", standInFolder, "package/bin/node"], {
    stop,
  });
  copyFileSync(join(standInFolder, "package/bin/node"), join(root, "usr/local/bin/node.new"));
  rmSync(join(standInFolder, "package"), { recursive: true });
  rmSync(join(standInFolder, file));
  const npm = await npmFolder(stop);
  cpSync(npm, join(root, "usr/local/lib/node_modules/npm"), { recursive: true });
  for (const name of ["npm", "npx"]) {
    symlinkSync(`../lib/node_modules/npm/bin/${name}-cli.js`, join(root, "usr/local/bin", name));
  }
  addUser(root, NODE_USER, "home/node");
  chmodSync(join(root, "usr/local/bin/node.new"), 0o755);
  renameSync(join(root, "usr/local/bin/node.new"), join(root, "usr/local/bin/node"));
}

/**
 * This machine's npm: it is plain JavaScript.
 * @param {AbortSignal} stop
 */
async function npmFolder(stop) {
  const cli = process.env.npm_execpath;
  if (cli !== undefined && existsSync(cli)) return dirname(dirname(cli));
  const { output } = await runCommand("npm", ["root", "--global", "--silent"], { stop });
  return join(output.trim().split("\n").at(-1) ?? "", "npm");
}

/**
 * @param {string} root
 * @param {string[]} lines of passwd and group
 * @param {string} home
 */
export function addUser(root, [user = "", group = ""], home) {
  const passwd = join(root, "etc/passwd");
  if (readFileSync(passwd, "utf8").includes(user)) return;
  const name = user.split(":")[0];
  // Debian's own redis user has other numbers than the image that we stand in for.
  for (const file of ["etc/passwd", "etc/group"]) removeLines(join(root, file), `${name}:`);
  appendFileSync(passwd, `${user}\n`);
  appendFileSync(join(root, "etc/group"), `${group}\n`);
  mkdirSync(join(root, home), { recursive: true });
  const [, , uid = "", gid = ""] = user.split(":");
  chownSync(join(root, home), Number(uid), Number(gid));
}

/**
 * @param {string} file
 * @param {string} start
 */
function removeLines(file, start) {
  const lines = readFileSync(file, "utf8").split("\n");
  writeFileSync(file, lines.filter((line) => !line.startsWith(start)).join("\n"));
}
