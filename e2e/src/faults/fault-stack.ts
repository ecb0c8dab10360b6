import { type Stack, type StackOptions, startStack } from "../stack.ts";

/**
 * Leases so short that a fault soon outlasts them, and yet longer than a busy machine may hold up a process; a send that
 * ends by its timeout has an unknown outcome and may come twice, so only cases about that have short timeouts.
 */
export const LEASE_MS = 3000;
const SEND_TIMEOUT_MS = 10_000;

/** For cases that harm nothing: what the services have when nobody tells them anything. */
export const DEFAULT_PATIENCE = { LEASE_MS: "30000", SEND_TIMEOUT_MS: "30000" };

/** A stack as the cases want it, unless they say otherwise: Redis on disk, short leases and timeouts, little kept. */
export async function startFaultStack(options: StackOptions): Promise<Stack> {
  const { sandbox, env, redis, ...rest } = options;
  return await startStack({
    ...rest,
    redis: { aof: true, ...redis },
    sandbox: { messagesPerChat: 1, ...sandbox },
    env: { LEASE_MS: String(LEASE_MS), SEND_TIMEOUT_MS: String(SEND_TIMEOUT_MS), ...env },
  });
}
