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
    const context = contextOf(request);
    const key = apiKeys.areSet ? presentedKey(request) : undefined;
    const keyHash = key === undefined ? undefined : apiKeys.hashIfValid(key);
    if (keyHash !== undefined) context.keyHash = keyHash;
    if (ON_ANY_HOST.includes(request.path)) return next();
    if (keyHash === undefined && !isAllowedHost(request.headers.host, allowed)) {
      return sendProblem(
        response,
        "host_not_allowed",
        "The Host header names a host that is not in ALLOWED_HOSTS. Use an allowed name, send a valid key, or add the name there.",
      );
    }
    const { origin } = request.headers;
    if (origin !== undefined && !isAllowedOrigin(origin, allowed)) {
      return sendProblem(
        response,
        "origin_not_allowed",
        "The Origin header names a site that is not in ALLOWED_HOSTS. Pages of other sites may not ask here.",
      );
    }
    next();
  };
}
