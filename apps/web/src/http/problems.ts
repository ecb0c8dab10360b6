import type { ServerResponse } from "node:http";
import type { FieldError } from "@bellwire/schema";
import { contextOf } from "./request-context.ts";
import { sendJson } from "./send-json.ts";

type CatalogueEntry = { status: number; title: string };

/**
 * Every error that this interface answers with. Codes are permanent: programs rely on them. `type` of a problem is
 * the reference `/docs#<code>`, resolved against the server that answered.
 */
const CATALOGUE = {
  bad_request: { status: 400, title: "The request is malformed" },
  invalid_body: { status: 400, title: "The body is not what this address expects" },
  invalid_notification: { status: 400, title: "The notification is not valid" },
  invalid_query: { status: 400, title: "The query is not valid" },
  reserved_channel: { status: 400, title: "This channel is Bellwire's own" },
  not_supported: { status: 400, title: "This is not supported yet" },
  unreadable_body: { status: 400, title: "The body could not be read" },
  unauthorized: { status: 401, title: "A valid key is needed" },
  header_required: { status: 403, title: "A header is missing" },
  host_not_allowed: { status: 403, title: "This host name is not allowed" },
  origin_not_allowed: { status: 403, title: "Pages of this origin are not allowed" },
  read_only: { status: 403, title: "Nothing may be changed from here" },
  not_found: { status: 404, title: "There is nothing at this address" },
  method_not_allowed: { status: 405, title: "This address does not take this method" },
  request_timeout: { status: 408, title: "The request took too long to arrive" },
  already_ended: { status: 409, title: "It has ended already" },
  in_flight: { status: 409, title: "It is being sent at this moment" },
  not_configured: { status: 409, title: "This is not set up here" },
  name_taken: { status: 409, title: "This name is taken" },
  wrong_state: { status: 409, title: "Its state does not allow this" },
  payload_too_large: { status: 413, title: "The body is too large" },
  unsupported_media_type: { status: 415, title: "The body has to be JSON in UTF-8" },
  expectation_failed: { status: 417, title: "The expectation cannot be met" },
  idempotency_mismatch: { status: 422, title: "This id names another notification" },
  queue_full: { status: 429, title: "Too many notifications wait" },
  too_many_links: { status: 429, title: "There are too many links" },
  too_many_boards: { status: 429, title: "There are too many boards" },
  too_many_subscribers: { status: 429, title: "There are too many subscribers" },
  rate_limited: { status: 429, title: "Too many requests" },
  headers_too_large: { status: 431, title: "The headers are too large" },
  internal_error: { status: 500, title: "Something went wrong here" },
  sandbox_unavailable: { status: 502, title: "The sandbox does not answer" },
  bot_unknown: { status: 503, title: "What the bot is called is not known yet" },
  no_subscriber: { status: 503, title: "No bot listens" },
  page_missing: { status: 503, title: "The page is not built" },
  redis_unavailable: { status: 503, title: "Redis is not available" },
  too_many_waiting: { status: 503, title: "Too many of these requests are under way" },
} as const satisfies Record<string, CatalogueEntry>;

export type HttpProblemCode = keyof typeof CATALOGUE;

/** An error on its way to the client, in the members of RFC 9457 and ours. */
export type ProblemBody = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: HttpProblemCode;
  errors?: readonly FieldError[];
  /** Of the notification in question. */
  id?: string;
  /** Of a batch of which nothing is known to be accepted: what each item is to be repeated with. */
  items?: readonly object[];
  /** Finds the cause of an `internal_error` in the log. */
  error_id?: string;
};

export type ProblemExtras = Pick<ProblemBody, "errors" | "id" | "items" | "error_id">;

export const PROBLEM_CONTENT_TYPE = "application/problem+json";

/** @param detail what is wrong and what to do, without anything of the request's text */
export function problemBody(code: HttpProblemCode, detail: string, extras: ProblemExtras = {}): ProblemBody {
  const { status, title } = CATALOGUE[code];
  const { errors, ...others } = extras;
  return {
    type: `/docs#${code}`,
    title,
    status,
    detail,
    code,
    ...(errors !== undefined && errors.length > 0 && { errors }),
    ...others,
  };
}

/** Answers with a problem. Headers such as Retry-After are the caller's, before. */
export function sendProblem(
  response: ServerResponse,
  code: HttpProblemCode,
  detail: string,
  extras?: ProblemExtras,
): void {
  const body = problemBody(code, detail, extras);
  contextOf(response.req).problemCode = code;
  response.setHeader("Cache-Control", "no-store");
  sendJson(response, body.status, body, PROBLEM_CONTENT_TYPE);
}
