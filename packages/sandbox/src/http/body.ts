import type { IncomingMessage } from "node:http";

const nothing = Buffer.alloc(0);
/** A body that is too long is read on and thrown away up to here, so that its sender can read the refusal. */
const drainMaxBytes = 8 * 1024 * 1024;

/**
 * Calls back once with the whole body, or with undefined when it is longer than `maxBytes`. Never calls back when the client
 * leaves first. A callback rather than a promise: this is on the path of every call.
 */
export function readBody(
  request: IncomingMessage,
  maxBytes: number,
  done: (body: Buffer | undefined) => void,
): void {
  if (request.headers["content-length"] === undefined && request.headers["transfer-encoding"] === undefined) {
    done(nothing);
    return;
  }
  const chunks: Buffer[] = [];
  let length = 0;
  request.on("data", (chunk: Buffer) => {
    length += chunk.length;
    if (length <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
    if (length > drainMaxBytes) request.destroy();
  });
  request.on("end", () => {
    if (length > maxBytes) done(undefined);
    else done(chunks.length === 1 ? (chunks[0] ?? nothing) : Buffer.concat(chunks, length));
  });
}
