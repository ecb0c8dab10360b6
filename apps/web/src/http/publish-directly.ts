import type { IncomingMessage, ServerResponse } from "node:http";
import type { ApiKeys } from "@bellwire/runtime";
import { LIMITS } from "@bellwire/schema";
import { mayChangeAnyway } from "./allow-change.ts";
import type { AllowedHost } from "./allowed-hosts.ts";
import { principalWithoutSession } from "./authenticate.ts";
import type { ErrorAnswer } from "./error-handler.ts";
import { foreignness, keyHashOf } from "./host-check.ts";
import { isJson } from "./json-body.ts";
import { contextOf } from "./request-context.ts";
import { PUBLISH_PATH, type Publish } from "./routes/publish.ts";

export type DirectPublishing = {
  apiKeys: ApiKeys;
  allowedHosts: readonly AllowedHost[];
  publish: Publish;
  onError: ErrorAnswer;
};

/**
 * The plain case of `POST /notifications` past Express, which costs such a request more than all that we do with it.
 * Answers `true` when it serves the request. Else nothing was done, no byte of the body was read, and Express serves
 * it, to the same effect: whatever is refused for its head is refused there.
 */
export function publishDirectly({ apiKeys, allowedHosts, publish, onError }: DirectPublishing) {
  const isAllowed = (request: IncomingMessage): boolean => {
    const keyHash = keyHashOf(request, apiKeys);
    return (
      foreignness(request, allowedHosts, keyHash) === undefined &&
      mayChangeAnyway(principalWithoutSession(apiKeys, keyHash), PUBLISH_PATH)
    );
  };
  return (request: IncomingMessage, response: ServerResponse): boolean => {
    if (!isPlain(request) || !isAllowed(request)) return false;
    contextOf(request).route = PUBLISH_PATH;
    collectBody(request, (body) => {
      publish(request, response, body).catch((error: unknown) => onError(error, request, response));
    });
    return true;
  };
}

function isPlain(request: IncomingMessage): boolean {
  if (request.method !== "POST" || request.url !== PUBLISH_PATH || request.httpVersion !== "1.1")
    return false;
  const { headers } = request;
  return (
    headers.host !== undefined &&
    headers.cookie === undefined &&
    headers["transfer-encoding"] === undefined &&
    headers["content-encoding"] === undefined &&
    Number(headers["content-length"]) <= LIMITS.payloadMaxBytes &&
    isJson(request)
  );
}

/** Node's parser ends a body where Content-Length says. One that breaks off does not end: its response closes. */
function collectBody(request: IncomingMessage, onEnd: (body: Uint8Array) => void): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => onEnd(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
}
