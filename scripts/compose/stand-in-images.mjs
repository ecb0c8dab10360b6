import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { commandStep, step } from "../process/progress.mjs";
import { runCommand } from "../process/run-command.mjs";
import { Trouble } from "../process/trouble.mjs";
import { repoRoot } from "../root.mjs";
import { AUTHORITIES, addNode, addUser, debianRoot, standInFolder } from "./stand-in-roots.mjs";

/** A registry that is there has answered by then. */
const PULL_MS = 60_000;

/** The user of the official Redis images, which docker-compose.yml names by number. */
const REDIS_USER = ["redis:x:999:1000::/data:/bin/sh", "redis:x:1000:"];

/**
 * Where no registry can be reached the base images cannot be pulled. These stand in for them, under the very names
 * that the Dockerfile and docker-compose.yml ask for: Debian by debootstrap, Node out of its npm package, Redis out
 * of Debian. Good for trying the stack; never to be pushed anywhere. The roots are cached under .data/compose.
 * @param {AbortSignal} stop
 */
async function importStandIns(stop) {
  mkdirSync(standInFolder, { recursive: true });
  const names = baseImageNames();
  if (!(await hasImage(names.node, stop))) {
    const root = await debianRoot("node", ["ca-certificates", "libstdc++6", "libatomic1"], stop);
    await step("Putting Node into the stand-in", () => addNode(root, names.node, stop));
    await importRoot(root, names.node, [`ENV NODE_EXTRA_CA_CERTS=/${AUTHORITIES}`], stop);
  }
  if (!(await hasImage(names.redis, stop))) {
    const root = await debianRoot("redis", ["redis-server"], stop);
    addUser(root, REDIS_USER, "data");
    await importRoot(root, names.redis, ["WORKDIR /data", "VOLUME /data"], stop);
  }
}

/**
 * The base images: already there, pulled, or stood in for.
 * @param {import("./engine.mjs").Engine} engine
 * @param {AbortSignal} stop
 */
export async function provideBaseImages(engine, stop) {
  if (engine.name === "docker") return;
  for (const image of Object.values(baseImageNames())) {
    if (await hasImage(image, stop)) continue;
    const pulled = await runCommand("podman", ["pull", "--quiet", image], {
      stop: AbortSignal.any([stop, AbortSignal.timeout(PULL_MS)]),
    }).catch(() => undefined);
    if (pulled?.code === 0) continue;
    if (process.getuid?.() !== 0)
      throw new Trouble(`${image} cannot be pulled here, and only root can make a stand-in for it.`);
    process.stdout.write("No registry can be reached: stand-ins are made for the base images.\n");
    return await importStandIns(stop);
  }
}

/** The names in the two files, so that they have to be kept in one place only. */
export function baseImageNames() {
  const node = /^ARG NODE_IMAGE=(\S+)$/m.exec(readFileSync(join(repoRoot, "Dockerfile"), "utf8"))?.[1];
  const redis = /^\s+image: (\S*redis:\S+)$/m.exec(
    readFileSync(join(repoRoot, "docker-compose.yml"), "utf8"),
  )?.[1];
  if (node === undefined || redis === undefined)
    throw new Trouble("Dockerfile or docker-compose.yml names no base image.");
  return { node, redis };
}

/**
 * @param {string} image
 * @param {AbortSignal} stop
 */
async function hasImage(image, stop) {
  return (await runCommand("podman", ["image", "exists", image], { stop })).code === 0;
}

/**
 * @param {string} root
 * @param {string} image
 * @param {string[]} changes
 * @param {AbortSignal} stop
 */
async function importRoot(root, image, changes, stop) {
  const archive = `${root}.tar`;
  try {
    await commandStep(
      `Importing ${image}`,
      async () => {
        const packed = await runCommand("tar", ["-C", root, "-cf", archive, "."], { stop });
        if (packed.code !== 0) return packed;
        return await runCommand(
          "podman",
          ["import", "--quiet", ...changes.flatMap((change) => ["--change", change]), archive, image],
          { stop },
        );
      },
      "Is there enough room on the disk?",
    );
  } finally {
    rmSync(archive, { force: true });
  }
}
