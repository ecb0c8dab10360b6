import type { IncomingMessage } from "node:http";
import { type ApiKeys, presentedKey } from "@bellwire/runtime";
import type { RequestHandler } from "express";
import { type AllowedHost, isAllowedHost, isAllowedOrigin } from "./allowed-hosts.ts";
import { sendProblem } from "./problems.ts";
import { contextOf } from "./request-context.ts";

/** Asked by whatever supervises this process, which need not know its name. */
const ON_ANY_HOST = ["/livez", "/readyz"];

/**
 * Keeps pages of other sites away from a server on the loopback (DNS rebinding, cross-site requests): Host, and
 * Origin where sent, must be allowed. A valid key passes on any Host: no foreign page has one.
 */
export function checkHost(allowed: readonly AllowedHost[], apiKeys: ApiKeys): RequestHandler {
  return (request, response, next) => {
    const keyHash = keyHashOf(request, apiKeys);
    if (keyHash !== undefined) contextOf(request).keyHash = keyHash;
    if (ON_ANY_HOST.includes(request.path)) return next();
    const code = foreignness(request, allowed, keyHash);
    if (code === undefined) return next();
    sendProblem(response, code, DETAILS[code]);
  };
}

const DETAILS = {
  host_not_allowed:
    "The Host header names a host that is not in ALLOWED_HOSTS. Use an allowed name, send a valid key, or add the name there.",
  origin_not_allowed:
    "The Origin header names a site that is not in ALLOWED_HOSTS. Pages of other sites may not ask here.",
};

/** The hash of the valid key that the request carries. */
export function keyHashOf(request: IncomingMessage, apiKeys: ApiKeys): string | undefined {
  const key = apiKeys.areSet ? presentedKey(request) : undefined;
  return key === undefined ? undefined : apiKeys.hashIfValid(key);
}

/** What makes a request one that a foreign page may have caused; undefined when nothing does. */
export function foreignness(
  { headers: { host, origin } }: IncomingMessage,
  allowed: readonly AllowedHost[],
  keyHash: string | undefined,
): keyof typeof DETAILS | undefined {
  if (keyHash === undefined && !isAllowedHost(host, allowed)) return "host_not_allowed";
  return origin === undefined || isAllowedOrigin(origin, allowed) ? undefined : "origin_not_allowed";
}
