import type { RequestHandler } from "express";
import { isJson } from "./json-body.ts";
import { sendProblem } from "./problems.ts";
import { contextOf, type Principal } from "./request-context.ts";

const READING = ["GET", "HEAD", "OPTIONS"];

/** What anybody may do where no keys are set and the page is read-only. */
const PUBLISHING = ["/notifications", "/notifications/batch"];

/** With CONSOLE_READ_ONLY, sessions change nothing, and where no keys are set nobody does but by publishing. */
export function refuseReadOnly(readOnly: boolean): RequestHandler {
  return (request, response, next) => {
    if (!readOnly || READING.includes(request.method)) return next();
    const { principal, route } = contextOf(request);
    if (mayChangeAnyway(principal, route)) return next();
    sendProblem(response, "read_only", "CONSOLE_READ_ONLY is set: changes need an API key.");
  };
}

/** Who may change something where the page is read-only. */
export function mayChangeAnyway(principal: Principal | undefined, route: string): boolean {
  return principal === "key" || (principal === "open" && PUBLISHING.includes(route));
}

/**
 * A page of another site can make a browser send a request without a body, but neither JSON nor a header of ours
 * without asking first. For routes that take no body; those that do answer 415 to anything but JSON.
 */
export function requireIntent(): RequestHandler {
  return (request, response, next) => {
    if (READING.includes(request.method) || request.headers["x-bellwire"] !== undefined || isJson(request))
      return next();
    sendProblem(
      response,
      "header_required",
      "What changes something needs a JSON body or the header `X-Bellwire` (any value).",
    );
  };
}
