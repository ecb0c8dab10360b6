import type { ExpiringTokens } from "@bellwire/messaging";
import { type ApiKeys, presentedKey } from "@bellwire/runtime";
import type { Request, RequestHandler, Response } from "express";
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
export function refuseUnauthorized(response: Response): void {
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
  // Without keys a session opens nothing, so it need not be looked up; it only marks the page (CONSOLE_READ_ONLY).
  if (!apiKeys.areSet) return session === undefined ? "open" : "session";
  if (contextOf(request).keyHash !== undefined) return "key";
  if (presentedKey(request) !== undefined || session === undefined) return undefined;
  return (await withinRedisBudget(request, sessions.isValid(session))) ? "session" : undefined;
}
