import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Counter, Histogram, Logger, Metrics } from "@bellwire/runtime";
import { contextOf } from "./request-context.ts";

/** Bounds the label; whatever else a client invents is `other`. */
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

/**
 * Counts, times and logs a request once its answer has ended: route template, method, status and code, never what was
 * in it. To be called first, and once for each.
 */
export function observe(metrics: Metrics, logger: Logger): RequestListener {
  const requests = metrics.counter(
    "http_requests_total",
    "HTTP requests answered, or given up by the client",
    ["route", "method", "status"],
  );
  const seconds = metrics.histogram(
    "http_request_seconds",
    "Time from the first byte to the end of the answer",
    {
      labels: ["route"],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5],
    },
  );
  const failures = throttledWarnings(logger);
  const observers = { requests, seconds, failures, logger };
  return (request, response) => {
    contextOf(request);
    response.once("close", () => record(request, response, observers));
  };
}

type Observers = {
  requests: Counter;
  seconds: Histogram;
  failures: (line: object, code: string) => void;
  logger: Logger;
};

function record(
  request: IncomingMessage,
  response: ServerResponse,
  { requests, seconds, failures, logger }: Observers,
): void {
  const { route, startedMs, problemCode } = contextOf(request);
  const method = METHODS.find((known) => known === request.method) ?? "other";
  const tookMs = performance.now() - startedMs;
  // Of a request that broke off, Node may call the answer finished that it threw away.
  const answered = response.writableFinished && request.errored === null;
  const status = answered ? `${Math.trunc(response.statusCode / 100)}xx` : "aborted";
  requests.add({ route, method, status });
  seconds.observe(tookMs / 1000, { route });
  const line = answered
    ? { method, route, status: response.statusCode, code: problemCode, tookMs }
    : { method, route, status, tookMs };
  if (response.statusCode >= 500) failures(line, problemCode ?? "none");
  else logger.debug(line, "request");
}

const WARN_EVERY_MS = 1000;

/** While Redis is away every request fails alike: one line a second and code says so, and how many it stands for. */
function throttledWarnings(logger: Logger) {
  const last = new Map<string, { atMs: number; unsaid: number }>();
  return (line: object, code: string): void => {
    const previous = last.get(code);
    const nowMs = performance.now();
    if (previous !== undefined && nowMs - previous.atMs < WARN_EVERY_MS) {
      previous.unsaid += 1;
      return;
    }
    logger.warn({ ...line, alikeBefore: previous?.unsaid ?? 0 }, "request failed");
    last.set(code, { atMs: nowMs, unsaid: 0 });
  };
}
