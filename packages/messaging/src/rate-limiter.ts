import { RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import type { RedisLink } from "./redis-link.ts";

export type RateLimiter = {
  /** Spends one request of `key`: 0 when it may pass, else the milliseconds until it may. Throws RedisUnavailableError. */
  waitMs(key: string): Promise<number>;
};

/** At most `perSecond` requests of a key in each second, counted in Redis for all processes together. */
export function createRateLimiter(redis: RedisLink, keyPrefix: string, perSecond: number): RateLimiter {
  let limiter: RateLimiterRedis | undefined;
  return {
    waitMs: (key) =>
      redis.run(async (storeClient) => {
        limiter ??= new RateLimiterRedis({
          storeClient,
          keyPrefix,
          points: perSecond,
          duration: 1,
          rejectIfRedisNotReady: true,
        });
        try {
          await limiter.consume(key);
          return 0;
        } catch (refusal) {
          if (refusal instanceof RateLimiterRes) return Math.max(1, refusal.msBeforeNext);
          throw refusal;
        }
      }),
  };
}
