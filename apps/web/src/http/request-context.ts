import type { IncomingMessage } from "node:http";
import type { HttpProblemCode } from "./problems.ts";

/** Who asks: by key, by a session of the page, or anybody where no keys are set. */
export type Principal = "key" | "session" | "open";

/** What we know of one request beside the request itself. */
export type RequestContext = {
  startedMs: number;
  /** Template of the matched route, for metrics: never the address itself. */
  route: string;
  /** SHA-256 of the valid API key that the request carries, in hex. */
  keyHash?: string;
  principal?: Principal;
  problemCode?: HttpProblemCode;
  /** How long this request may still wait for Redis. */
  redisBudgetMs: number;
};

/** In all, not per command: whoever asks hears within 2 s that Redis is away. */
const REDIS_BUDGET_MS = 1800;

const contexts = new WeakMap<IncomingMessage, RequestContext>();

/** The context of `request`, made at the first call. */
export function contextOf(request: IncomingMessage): RequestContext {
  let context = contexts.get(request);
  if (context === undefined) {
    context = { startedMs: performance.now(), route: "other", redisBudgetMs: REDIS_BUDGET_MS };
    contexts.set(request, context);
  }
  return context;
}
