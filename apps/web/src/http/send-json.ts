import type { ServerResponse } from "node:http";

const CONTENT_TYPE = "application/json; charset=utf-8";

/** Answers with `value` as JSON. Headers beside the type and the length are the caller's, before. */
export function sendJson(
  response: ServerResponse,
  status: number,
  value: object,
  contentType = CONTENT_TYPE,
): void {
  sendJsonText(response, status, JSON.stringify(value), contentType);
}

/** The same with what is JSON already. */
export function sendJsonText(
  response: ServerResponse,
  status: number,
  body: string,
  contentType = CONTENT_TYPE,
): void {
  response.writeHead(status, { "Content-Type": contentType, "Content-Length": Buffer.byteLength(body) });
  response.end(body);
}
