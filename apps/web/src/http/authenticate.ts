import type { ServerResponse } from "node:http";
import type { ExpiringTokens } from "@bellwire/messaging";
import { type ApiKeys, presentedKey } from "@bellwire/runtime";
import type { Request, RequestHandler } from "express";
import { sendProblem } from "./problems.ts";
import { withinRedisBudget } from "./redis-budget.ts";
import { contextOf, type Principal } from "./request-context.ts";
import { sessionIn } from "./session-cookie.ts";

/** Lets pass who has a valid key or a live session, and everybody where no keys are set. Comes after checkHost. */
export function authenticate(apiKeys: ApiKeys, sessions: ExpiringTokens): RequestHandler {
  return async (request, response, next) => {
    const principal = await principalOf(request, apiKeys, sessions);
    if (principal === undefined) return refuseUnauthorized(response);
    contextOf(request).principal = principal;
    next();
  };
}

/** The one answer to every failure, so that it tells nothing about which keys there are. */
export function refuseUnauthorized(response: ServerResponse): void {
  response.setHeader("WWW-Authenticate", "Bearer");
  sendProblem(
    response,
    "unauthorized",
    "Send a valid API key as `Authorization: Bearer <key>` or `X-API-Key: <key>`, or open a session.",
  );
}

async function principalOf(
  request: Request,
  apiKeys: ApiKeys,
  sessions: ExpiringTokens,
): Promise<Principal | undefined> {
  const session = sessionIn(request);
  const { keyHash } = contextOf(request);
  if (session === undefined) return principalWithoutSession(apiKeys, keyHash);
  // Without keys a session opens nothing, so it need not be looked up; it only marks the page (CONSOLE_READ_ONLY).
  if (!apiKeys.areSet) return "session";
  if (keyHash !== undefined) return "key";
  if (presentedKey(request) !== undefined) return undefined;
  return (await withinRedisBudget(request, sessions.isValid(session))) ? "session" : undefined;
}

/** Who asks without a session. @param keyHash of the valid key that the request carries */
export function principalWithoutSession(
  apiKeys: ApiKeys,
  keyHash: string | undefined,
): "key" | "open" | undefined {
  if (!apiKeys.areSet) return "open";
  return keyHash === undefined ? undefined : "key";
}
