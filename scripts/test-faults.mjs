import { join } from "node:path";
import { buildAll, installPackages } from "./prepare/prepare.mjs";
import { runMain } from "./process/main.mjs";
import { runCommand } from "./process/run-command.mjs";
import { findRedisBinary } from "./redis/binary.mjs";
import { repoRoot } from "./root.mjs";

await runMain(async (stop) => {
  await installPackages({ verbose: false, stop });
  await buildAll({ verbose: false, stop });
  const redis = await findRedisBinary({ stop });
  const env = { ...process.env, BELLWIRE_REDIS_SERVER: redis.command };
  const args = [join(repoRoot, "e2e", "dist", "faults", "main.js"), ...process.argv.slice(2)];
  const { code } = await runCommand(process.execPath, args, { env, stop, verbose: true });
  return code;
});
