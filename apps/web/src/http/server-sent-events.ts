import type { ServerResponse } from "node:http";

/** One event as it goes over the wire. @param json on one line */
export function toServerSentEvent(event: string, json: string, id?: string): string {
  return `${id === undefined ? "" : `id: ${id}\n`}event: ${event}\ndata: ${json}\n\n`;
}

/** Answers with the head of a stream of events. @param first written at once, unless only the head is asked for */
export function beginEvents(response: ServerResponse, first: string): void {
  response.statusCode = 200;
  response.setHeader("Content-Type", "text/event-stream; charset=utf-8");
  response.setHeader("Cache-Control", "no-store");
  // Asks proxies of the nginx kind to hand on at once what comes.
  response.setHeader("X-Accel-Buffering", "no");
  response.flushHeaders();
  if (response.req.method !== "HEAD") response.write(first);
}
