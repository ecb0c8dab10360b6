import type { RedisTrouble } from "@bellwire/messaging";
import type { ParseProblem } from "@bellwire/schema";
import type { Request, Response } from "express";
import type { Publisher, PublishOutcome } from "../../publishing/publish-notification.ts";
import { bytesOf, readJsonBody } from "../json-body.ts";
import { type HttpProblemCode, sendProblem } from "../problems.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import { redisTroubleDetail } from "../redis-trouble.ts";
import type { Route } from "./route.ts";

/** A bot that restarts is back within about that time. */
const NO_SUBSCRIBER_RETRY_SECONDS = 5;
const NO_SUBSCRIBER_DETAIL =
  "No bot is subscribed, so nothing was sent. Start one with `node apps/bot/dist/main.js` (`npm start` runs " +
  "everything), with the same REDIS_URL and REDIS_PREFIX as this service, then repeat the request.";

/** `POST /notifications` */
export function publishRoute(publisher: Publisher): Route {
  const publish = async (request: Request, response: Response): Promise<void> => {
    if (request.headers["idempotency-key"] !== undefined) {
      const detail = "The header Idempotency-Key is not supported yet. Leave it out.";
      return sendProblem(response, "not_supported", detail);
    }
    const within = (work: Promise<number | null>) => withinRedisBudget(request, work);
    answer(response, await publisher.publish(bytesOf(request), within));
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
    const { id, receivers } = outcome;
    response.status(202).location(`/notifications/${id}`);
    response.json({ id, via: "channel", state: "accepted", receivers });
  } else if (outcome.kind === "invalid") {
    const { detail, errors } = outcome.problem;
    sendProblem(response, codeOf(outcome.problem), detail, { errors });
  } else if (outcome.kind === "no_subscriber") {
    response.setHeader("Retry-After", NO_SUBSCRIBER_RETRY_SECONDS);
    sendProblem(response, "no_subscriber", NO_SUBSCRIBER_DETAIL);
  } else {
    response.setHeader("Retry-After", 1);
    sendProblem(response, "redis_unavailable", unavailableDetail(outcome.trouble), { id: outcome.id });
  }
}

function codeOf({ code }: ParseProblem): HttpProblemCode {
  if (code === "too_large") return "payload_too_large";
  return code === "not_supported" ? "not_supported" : "invalid_notification";
}

function unavailableDetail(trouble: RedisTrouble): string {
  const unknown = trouble === "timeout" || trouble === "disconnected";
  const consequence = unknown
    ? "Whether the notification was sent is unknown; repeating it may send it twice."
    : "Nothing was sent; repeat the request later.";
  return `${redisTroubleDetail(trouble)} ${consequence}`;
}
