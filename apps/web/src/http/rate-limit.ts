import { type RateLimiter, RedisUnavailableError } from "@bellwire/messaging";
import type { RequestHandler } from "express";
import { sendProblem } from "./problems.ts";
import { withinRedisBudget } from "./redis-budget.ts";
import { contextOf } from "./request-context.ts";

/** A Redis that takes longer has other troubles than too many requests; the route will say so. */
const LIMITER_MS = 250;

/**
 * Spends one request of the key, or of the remote address where no valid key was sent, so that guessing keys is
 * limited too. While Redis is away everything passes.
 */
export function limitRate(limiter: RateLimiter): RequestHandler {
  return async (request, response, next) => {
    const key = contextOf(request).keyHash ?? request.socket.remoteAddress ?? "unknown";
    const waitMs = await withinRedisBudget(request, limiter.waitMs(key), LIMITER_MS).catch(passOnTrouble);
    if (waitMs === 0) return next();
    response.setHeader("Retry-After", Math.max(1, Math.ceil(waitMs / 1000)));
    sendProblem(response, "rate_limited", "More requests than RATE_LIMIT_PER_SECOND allows. Slow down.");
  };
}

function passOnTrouble(error: unknown): number {
  if (error instanceof RedisUnavailableError) return 0;
  throw error;
}
