import { createHash, randomBytes } from "node:crypto";
import type { RedisLink } from "./redis-link.ts";

export type ExpiringTokens = {
  /** A new token of 256 random bits, in base64url. Only its hash is stored. */
  issue(): Promise<string>;
  /** Whether `token` was issued here, has not expired and was not revoked. */
  isValid(token: string): Promise<boolean>;
  /** Ends `token` at once; an unknown one is no error. */
  revoke(token: string): Promise<void>;
};

/** Random tokens in Redis that end by themselves. All calls throw RedisUnavailableError. */
export function expiringTokens(
  redis: RedisLink,
  keyOf: (hash: string) => string,
  lifetimeSeconds: number,
): ExpiringTokens {
  const key = (token: string) => keyOf(createHash("sha256").update(token).digest("hex"));
  return {
    async issue() {
      const token = randomBytes(32).toString("base64url");
      await redis.run((client) => client.set(key(token), "1", "EX", lifetimeSeconds));
      return token;
    },
    isValid: async (token) => (await redis.run((client) => client.exists(key(token)))) === 1,
    revoke: async (token) => {
      await redis.run((client) => client.del(key(token)));
    },
  };
}
