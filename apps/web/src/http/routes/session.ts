import type { ExpiringTokens } from "@bellwire/messaging";
import type { ApiKeys } from "@bellwire/runtime";
import { parseJsonBytes } from "@bellwire/schema";
import type { Request, Response } from "express";
import { z } from "zod";
import { requireIntent } from "../allow-change.ts";
import { refuseUnauthorized } from "../authenticate.ts";
import { bytesOf, readJsonBody } from "../json-body.ts";
import { sendProblem } from "../problems.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import { sessionCookie, sessionIn } from "../session-cookie.ts";
import type { Route } from "./route.ts";

const openRequest = z.strictObject({ key: z.string().max(1024).optional() });

/** `POST /session`: a key becomes a cookie; where no keys are set, `{}` does. With a cookie that is still good `{}` keeps it. */
export function openSessionRoute(apiKeys: ApiKeys, sessions: ExpiringTokens): Route {
  const isOpen = async (request: Request): Promise<boolean> => {
    const session = sessionIn(request);
    return session !== undefined && (await withinRedisBudget(request, sessions.isValid(session)));
  };
  const open = async (request: Request, response: Response): Promise<void> => {
    const json = parseJsonBytes(bytesOf(request));
    const body = openRequest.safeParse(json.ok ? json.value.value : undefined);
    if (!body.success)
      return sendProblem(response, "invalid_body", 'Send {"key": "<API key>"}, or {} where no keys are set.');
    const { key } = body.data;
    if (key === undefined && (await isOpen(request))) return void response.status(204).end();
    if (apiKeys.areSet && apiKeys.hashIfValid(key ?? "") === undefined) return refuseUnauthorized(response);
    const session = await withinRedisBudget(request, sessions.issue());
    response.setHeader("Set-Cookie", sessionCookie(request, session));
    response.setHeader("Cache-Control", "no-store");
    response.status(204).end();
  };
  return { method: "POST", path: "/session", access: "open", handlers: [...readJsonBody(), open] };
}

/** `DELETE /session`: ends the session of the cookie. Open, so that an expired one can be put away too. */
export function endSessionRoute(sessions: ExpiringTokens): Route {
  const end = async (request: Request, response: Response): Promise<void> => {
    const session = sessionIn(request);
    if (session !== undefined) await withinRedisBudget(request, sessions.revoke(session));
    response.setHeader("Set-Cookie", sessionCookie(request, ""));
    response.status(204).end();
  };
  return { method: "DELETE", path: "/session", access: "open", handlers: [requireIntent(), end] };
}
