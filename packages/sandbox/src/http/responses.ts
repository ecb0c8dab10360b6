import type { ServerResponse } from "node:http";

/** Each returns the status it sent. Extra headers are flat: name, value, name, value. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  extra: readonly string[] = [],
): number {
  return send(response, status, "application/json", JSON.stringify(body), extra);
}

export function sendHtml(response: ServerResponse, status: number, page: string): number {
  return send(response, status, "text/html; charset=utf-8", page, []);
}

export function sendNothing(response: ServerResponse): number {
  response.writeHead(204).end();
  return 204;
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  extra: readonly string[],
): number {
  const length = String(Buffer.byteLength(text));
  response.writeHead(status, [
    "content-type",
    type,
    "content-length",
    length,
    "cache-control",
    "no-store",
    ...extra,
  ]);
  response.end(text);
  return status;
}
