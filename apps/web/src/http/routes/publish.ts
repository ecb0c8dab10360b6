import type { IncomingMessage, ServerResponse } from "node:http";
import type { Publisher } from "../../publishing/publish-notification.ts";
import type { PublishOutcome } from "../../publishing/publish-outcome.ts";
import { bytesOf, readJsonBody } from "../json-body.ts";
import { sendProblem } from "../problems.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import { sendJson } from "../send-json.ts";
import { toPublishedJson } from "./published-view.ts";
import { refusalOf } from "./refusals.ts";
import type { Route } from "./route.ts";

export const PUBLISH_PATH = "/notifications";

/** Publishes what `body` says and answers the request. Rejects for no reason but a bug. */
export type Publish = (request: IncomingMessage, response: ServerResponse, body: Uint8Array) => Promise<void>;

/** What `POST /notifications` does with a body. Safe to repeat with the same id, in the body or as Idempotency-Key. */
export function publishWith(publisher: Publisher): Publish {
  return async (request, response, body) => {
    const key = request.headers["idempotency-key"];
    const idempotencyKey = Array.isArray(key) ? key.join(", ") : key;
    const outcome = await publisher.publish(body, idempotencyKey, (work) => withinRedisBudget(request, work));
    answer(response, outcome);
  };
}

/** `POST /notifications`, for what publish-directly.ts leaves. */
export function publishRoute(publish: Publish): Route {
  return {
    method: "POST",
    path: PUBLISH_PATH,
    access: "guarded",
    handlers: [...readJsonBody(), (request, response) => publish(request, response, bytesOf(request))],
  };
}

function answer(response: ServerResponse, outcome: PublishOutcome): void {
  if (outcome.kind === "published") {
    response.setHeader("Location", `/notifications/${outcome.id}`);
    sendJson(response, 202, toPublishedJson(outcome));
    return;
  }
  const { code, detail, retryAfterSeconds, ...extras } = refusalOf(outcome);
  if (retryAfterSeconds !== undefined) response.setHeader("Retry-After", retryAfterSeconds);
  sendProblem(response, code, detail, extras);
}
