import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { RedisUnavailableError } from "@bellwire/messaging";
import type { Logger } from "@bellwire/runtime";
import type { ErrorRequestHandler } from "express";
import { type HttpProblemCode, sendProblem } from "./problems.ts";
import { redisTroubleDetail } from "./redis-trouble.ts";

type Refusal = { code: HttpProblemCode; detail: string };

/** What Express and its body reader throw at a bad request, by the `type` of the error. */
const BODY_ERRORS: Record<string, Refusal> = {
  "encoding.unsupported": {
    code: "unsupported_media_type",
    detail: "Content-Encoding may be gzip, deflate, br or absent.",
  },
  "charset.unsupported": { code: "unsupported_media_type", detail: "Send the body in UTF-8." },
  "request.aborted": { code: "unreadable_body", detail: "The request ended before its body was complete." },
  "request.size.invalid": {
    code: "unreadable_body",
    detail: "The body is not as long as Content-Length says.",
  },
};

/** Last in line: no error leaves this process as anything but a problem of the catalogue. */
export function handleErrors(logger: Logger): ErrorRequestHandler {
  const answer = answerErrors(logger);
  return (error: unknown, request, response, _next) => answer(error, request, response);
}

/** Answers a request with what was thrown while it was served. */
export type ErrorAnswer = (error: unknown, request: IncomingMessage, response: ServerResponse) => void;

export function answerErrors(logger: Logger): ErrorAnswer {
  return (error, request, response) => {
    if (response.headersSent) {
      request.socket.destroy();
      return;
    }
    if (error instanceof RedisUnavailableError) {
      response.setHeader("Retry-After", 1);
      return sendProblem(response, "redis_unavailable", redisTroubleDetail(error.trouble));
    }
    const refusal = refusalOf(error);
    if (refusal !== undefined) return sendProblem(response, refusal.code, refusal.detail);
    const errorId = randomUUID();
    logger.error({ err: error, errorId }, "a request met an error that nobody expected");
    sendProblem(
      response,
      "internal_error",
      "This is our fault. The log of this server names the cause by error_id.",
      {
        error_id: errorId,
      },
    );
  };
}

function refusalOf(error: unknown): Refusal | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  if ("limit" in error && "type" in error && error.type === "entity.too.large") {
    const kib = Math.floor(Number(error.limit) / 1024);
    return { code: "payload_too_large", detail: `The body is larger than ${kib} KiB (counted unzipped).` };
  }
  const known = "type" in error && typeof error.type === "string" ? BODY_ERRORS[error.type] : undefined;
  if (known !== undefined) return known;
  if (error instanceof URIError) return { code: "bad_request", detail: "The address is not well encoded." };
  // What the unzipper throws has a code of zlib or of the stream, and the body reader gives it the status 400.
  const status = "status" in error ? error.status : undefined;
  if (status === 400) return { code: "unreadable_body", detail: "The body could not be read or unzipped." };
  return undefined;
}
