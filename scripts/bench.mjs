import { join } from "node:path";
import { isInstalled } from "./prepare/installed.mjs";
import { buildAll, installPackages, npmCommand } from "./prepare/prepare.mjs";
import { runMain } from "./process/main.mjs";
import { commandStep } from "./process/progress.mjs";
import { runCommand } from "./process/run-command.mjs";
import { findRedisBinary } from "./redis/binary.mjs";
import { repoRoot } from "./root.mjs";

await runMain(async (stop) => {
  await installPackages({ verbose: false, stop });
  await installPeers(stop);
  await buildAll({ verbose: false, stop });
  const redis = await findRedisBinary({ stop });
  const env = { ...process.env, BELLWIRE_REDIS_SERVER: redis.command };
  const args = [join(repoRoot, "bench", "dist", "main.js"), ...process.argv.slice(2)];
  const { code } = await runCommand(process.execPath, args, { env, stop, verbose: true });
  return code;
});

/**
 * What Bellwire is compared with has a folder, a manifest and a lock file of its own: the product never needs it.
 * @param {AbortSignal} stop
 */
async function installPeers(stop) {
  const folder = join(repoRoot, "bench", "peers");
  if (isInstalled(folder)) return;
  const options = ["--ignore-scripts", "--no-audit", "--no-fund"];
  const [command, args] = npmCommand(["ci", `--prefix=${folder}`, ...options]);
  await commandStep(
    "Installing what Bellwire is compared with, into bench/peers",
    () => runCommand(command, args, { cwd: folder, stop }),
    "The benchmark measures both sides in one run and needs them: BullMQ, Express, Telegraf, undici.\n" +
      "If the network is away, try again when it is back.",
  );
}
