import type { Request, Response } from "express";
import type { Publisher } from "../../publishing/publish-notification.ts";
import type { PublishOutcome } from "../../publishing/publish-outcome.ts";
import { bytesOf, readJsonBody } from "../json-body.ts";
import { sendProblem } from "../problems.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import { refusalOf } from "./refusals.ts";
import type { Route } from "./route.ts";

/** `POST /notifications`. Safe to repeat with the same id, in the body or as Idempotency-Key. */
export function publishRoute(publisher: Publisher): Route {
  const publish = async (request: Request, response: Response): Promise<void> => {
    const key = request.headers["idempotency-key"];
    const idempotencyKey = Array.isArray(key) ? key.join(", ") : key;
    const outcome = await publisher.publish(bytesOf(request), idempotencyKey, (work) =>
      withinRedisBudget(request, work),
    );
    answer(response, outcome);
  };
  return {
    method: "POST",
    path: "/notifications",
    access: "guarded",
    handlers: [...readJsonBody(), publish],
  };
}

function answer(response: Response, outcome: PublishOutcome): void {
  if (outcome.kind === "published") {
    const { id, via, state, receivers } = outcome;
    response.status(202).location(`/notifications/${id}`);
    response.json({ id, via, state, receivers });
    return;
  }
  const { code, detail, retryAfterSeconds, ...extras } = refusalOf(outcome);
  if (retryAfterSeconds !== undefined) response.setHeader("Retry-After", retryAfterSeconds);
  sendProblem(response, code, detail, extras);
}
