import { createHash } from "node:crypto";
import type { Redis } from "ioredis";

/**
 * A Lua script. `source` begins at its first byte with `#!lua`, so that Redis refuses it before its first effect
 * when it may not write (full, read-only). `Reply` is what it returns; see the header of each script.
 */
export type Script<Reply> = { source: string; sha: string; parse: (reply: unknown) => Reply };

export type ScriptArgument = string | number | Buffer;

export function defineScript<Reply>(source: string, parse: (reply: unknown) => Reply): Script<Reply> {
  return { source, sha: createHash("sha1").update(source).digest("hex"), parse };
}

/** Runs `script` by its hash, and by its text when Redis does not know it yet (after a restart, after SCRIPT FLUSH). */
export async function runScript<Reply>(
  redis: Redis,
  script: Script<Reply>,
  keys: readonly string[],
  args: readonly ScriptArgument[],
): Promise<Reply> {
  try {
    return script.parse(await redis.evalsha(script.sha, keys.length, ...keys, ...args));
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith("NOSCRIPT"))) throw error;
    return script.parse(await redis.eval(script.source, keys.length, ...keys, ...args));
  }
}
