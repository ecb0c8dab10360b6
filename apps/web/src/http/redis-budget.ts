import type { IncomingMessage } from "node:http";
import { RedisUnavailableError } from "@bellwire/messaging";
import { contextOf } from "./request-context.ts";

/**
 * Waits for `work` on behalf of `request`, at most `mostMs` and at most what is left of the request's budget.
 * Throws RedisUnavailableError with trouble `timeout` when that is over: the work goes on, its outcome is unknown.
 */
export async function withinRedisBudget<Result>(
  request: IncomingMessage,
  work: Promise<Result>,
  mostMs = Number.POSITIVE_INFINITY,
): Promise<Result> {
  const context = contextOf(request);
  const begunMs = performance.now();
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_resolve, reject) => {
    const error = () => reject(new RedisUnavailableError("timeout", "the request's time is over"));
    timer = setTimeout(error, Math.min(mostMs, context.redisBudgetMs));
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
    context.redisBudgetMs = Math.max(0, context.redisBudgetMs - (performance.now() - begunMs));
  }
}
