import type { RedisLink } from "../redis-link.ts";
import type { Script } from "./script.ts";

/**
 * Runs a script of the doors on `link`, as `RedisLink.script` does, but hands its reply over as raw bytes: what
 * strangers wrote need not be text. Throws RedisUnavailableError only.
 */
export async function runDoorScript<Reply>(
  link: RedisLink,
  script: Script<Reply>,
  keys: readonly string[],
  args: readonly (string | number)[],
): Promise<Reply> {
  return await link.run(async (redis) => {
    const rest = [keys.length, ...keys, ...args];
    try {
      return script.parse(await redis.callBuffer("EVALSHA", [script.sha, ...rest]));
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
      return script.parse(await redis.callBuffer("EVAL", [script.source, ...rest]));
    }
  });
}
