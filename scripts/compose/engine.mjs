import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commandStep } from "../process/progress.mjs";
import { runCommand } from "../process/run-command.mjs";
import { Trouble } from "../process/trouble.mjs";
import { dataFolder } from "../root.mjs";

/**
 * What runs the containers. `compose` begins the command line that understands docker-compose.yml.
 * @typedef {object} Engine
 * @property {"docker" | "podman"} name
 * @property {string[]} compose
 * @property {string[]} buildOptions
 * @property {NodeJS.ProcessEnv} env
 */

const PACKAGES = [
  "podman",
  "podman-compose",
  "buildah",
  "runc",
  "netavark",
  "aardvark-dns",
  "iptables",
  "catatonit",
  "debootstrap",
];

// crun refuses the mixed control groups of some virtual machines, and podman's own limits are above what they allow.
const PODMAN_CONFIGURATION = `[containers]
default_ulimits = ["nofile=1024:1024", "nproc=4096:4096"]
[engine]
runtime = "runc"
`;

/**
 * Docker with compose where it runs; else podman, which is installed on a Debian when we are root.
 * @param {AbortSignal} stop
 * @returns {Promise<Engine>}
 */
export async function findEngine(stop) {
  if ((await answers("docker", ["info"], stop)) && (await answers("docker", ["compose", "version"], stop))) {
    return { name: "docker", compose: ["docker", "compose"], buildOptions: [], env: process.env };
  }
  if (
    !(await answers("podman", ["--version"], stop)) ||
    !(await answers("podman-compose", ["--version"], stop))
  ) {
    await installPodman(stop);
  }
  return {
    name: "podman",
    compose: ["podman-compose"],
    // Inside a virtual machine a build may not mount what the default isolation wants to mount.
    buildOptions: ["--isolation=chroot", "--pull=never"],
    env: { ...process.env, CONTAINERS_CONF: podmanConfiguration() },
  };
}

/**
 * Runs the engine itself: `podman inspect …`.
 * @param {Engine} engine
 * @param {string[]} args
 * @param {AbortSignal} [stop]
 */
export async function runEngine(engine, args, stop) {
  return await runCommand(engine.name, args, { env: engine.env, ...(stop === undefined ? {} : { stop }) });
}

/** A configuration of our own, so that the machine's stays as it is. */
function podmanConfiguration() {
  const file = join(dataFolder, "compose", "containers.conf");
  mkdirSync(join(dataFolder, "compose"), { recursive: true });
  writeFileSync(file, PODMAN_CONFIGURATION);
  return file;
}

/** @param {AbortSignal} stop */
async function installPodman(stop) {
  const line = `apt-get install --no-install-recommends ${PACKAGES.join(" ")}`;
  const isRoot = process.getuid?.() === 0;
  if (!isRoot || !(await answers("apt-get", ["--version"], stop))) {
    throw new Trouble(
      `Neither docker with compose nor podman with podman-compose runs here.\nOn Debian: sudo ${line}`,
    );
  }
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await commandStep(
    "Installing podman",
    async () => {
      await runCommand("apt-get", ["update", "-q"], { env, stop });
      return await runCommand("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...PACKAGES], {
        env,
        stop,
      });
    },
    `Install it yourself: ${line}`,
  );
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {AbortSignal} stop
 */
async function answers(command, args, stop) {
  return (await runCommand(command, args, { stop })).code === 0;
}
