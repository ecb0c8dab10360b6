import type { IncomingMessage } from "node:http";
import { LIMITS } from "@bellwire/schema";
import express, { type Request, type RequestHandler } from "express";
import { sendProblem } from "./problems.ts";

const JSON_TYPE = /^application\/json\s*(?:;\s*charset\s*=\s*"?([^\s";]+)"?\s*)?;?\s*$/i;

/** Whether a request says that its body is JSON in UTF-8. Other charsets and `+json` types are not read here. */
export function isJson(request: IncomingMessage): boolean {
  const match = JSON_TYPE.exec(request.headers["content-type"] ?? "");
  return match !== null && (match[1] === undefined || match[1].toLowerCase() === "utf-8");
}

/**
 * Reads the body as bytes, unzipped, at most `LIMITS.payloadMaxBytes` of them; bytesOf hands them out. Bytes and
 * not JSON, because what must be refused (invalid UTF-8, altered numbers) cannot be seen any more after parsing.
 */
export function readJsonBody(): RequestHandler[] {
  return [requireJson, readBytes];
}

const NDJSON_TYPE = /^application\/x-ndjson\s*(?:;\s*charset\s*=\s*"?utf-8"?\s*)?;?\s*$/i;

/** Whether a request says that its body is NDJSON in UTF-8: one JSON value a line. */
export function isNdjson(request: IncomingMessage): boolean {
  return NDJSON_TYPE.test(request.headers["content-type"] ?? "");
}

/** Reads the body of a batch as bytes, JSON or NDJSON, unzipped, at most `LIMITS.batchMaxBytes` of them. */
export function readBatchBody(): RequestHandler[] {
  return [requireBatch, express.raw({ type: () => true, limit: LIMITS.batchMaxBytes })];
}

const requireBatch: RequestHandler = (request, response, next) => {
  if (isJson(request) || isNdjson(request)) return next();
  sendProblem(
    response,
    "unsupported_media_type",
    "Send a JSON array with the header `Content-Type: application/json`, or one notification a line with " +
      "`Content-Type: application/x-ndjson`, in UTF-8.",
  );
};

const requireJson: RequestHandler = (request, response, next) => {
  if (isJson(request)) return next();
  sendProblem(
    response,
    "unsupported_media_type",
    "Send JSON in UTF-8 with the header `Content-Type: application/json`.",
  );
};

const readBytes = express.raw({ type: () => true, limit: LIMITS.payloadMaxBytes });

/** The bytes that readBytes or readJsonBody took in; empty when there was no body. */
export function bytesOf(request: Request): Uint8Array {
  const body: unknown = request.body;
  return body instanceof Uint8Array ? body : new Uint8Array();
}

/** A body of any kind as bytes, with the same limit. */
export function readAnyBody(): RequestHandler {
  return readBytes;
}
