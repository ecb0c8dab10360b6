import { type Problem, readProblem, unreachable } from "./problem.ts";

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export type CallOptions = {
  /** Sent as JSON. */
  body?: unknown;
  /** JSON text, sent as it is, in place of `body`: parsing it would round long numbers. */
  json?: string;
  /** Give up after this long. Default 10,000: web itself answers within 2 s when Redis is away. */
  timeoutMs?: number;
  /** Statuses that count as an answer although they are not 2xx. */
  alsoGood?: readonly number[];
};

/** One request to the service that served this page. Never throws; an empty or unreadable body is undefined. */
export async function call(
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Answer<unknown>> {
  const timeout = AbortSignal.timeout(options.timeoutMs ?? 10_000);
  try {
    const response = await fetch(path, { ...requestOf(method, options), signal: timeout });
    const body = parse(await response.text());
    if (response.ok || options.alsoGood?.includes(response.status)) return { ok: true, value: body };
    return { ok: false, problem: readProblem(response.status, body) };
  } catch {
    return { ok: false, problem: unreachable(timeout.aborted) };
  }
}

/** As `call`, but a session that is missing or over is opened anew, once, and the request repeated: a 401 did nothing. */
export async function callInSession(
  method: string,
  path: string,
  options: CallOptions = {},
): Promise<Answer<unknown>> {
  const first = await call(method, path, options);
  if (first.ok || first.problem.status !== 401) return first;
  const session = await openSession();
  return session.ok ? call(method, path, options) : session;
}

/** Asks for the session cookie. Without a key it succeeds only where the server has no keys; else the problem's status is 401. */
export function openSession(key?: string): Promise<Answer<unknown>> {
  return call("POST", "/session", { body: key === undefined ? {} : { key } });
}

function requestOf(method: string, { body, json = JSON.stringify(body) }: CallOptions): RequestInit {
  // The header tells the server that the request comes from a script of its own page, not from a form elsewhere.
  const headers: Record<string, string> = { Accept: "application/json", "X-Bellwire": "console" };
  if (json === undefined) return { method, headers, cache: "no-store" };
  headers["Content-Type"] = "application/json";
  return { method, headers, cache: "no-store", body: json };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
