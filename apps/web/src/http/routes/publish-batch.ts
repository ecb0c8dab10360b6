import type { Request, RequestHandler, Response } from "express";
import type { Publisher } from "../../publishing/publish-notification.ts";
import type { PublishOutcome } from "../../publishing/publish-outcome.ts";
import { bytesOf, isNdjson, readBatchBody } from "../json-body.ts";
import { sendProblem } from "../problems.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import { toPublishedJson } from "./published-view.ts";
import { problemCodeOf, refusalOf } from "./refusals.ts";
import type { Route } from "./route.ts";

/** Bounds the memory that bodies of 8 MiB can take. */
const BATCHES_AT_ONCE = 64;

/** `POST /notifications/batch`: good items go through when others are bad. Safe to repeat where items have ids. */
export function publishBatchRoute(publisher: Publisher): Route {
  const publish = async (request: Request, response: Response): Promise<void> => {
    if (request.headers["idempotency-key"] !== undefined) {
      const detail = "Idempotency-Key names one notification. In a batch each item has its own `id`.";
      return sendProblem(response, "bad_request", detail);
    }
    const within = <Result>(work: Promise<Result>) => withinRedisBudget(request, work);
    const batch = await publisher.publishBatch(bytesOf(request), isNdjson(request), within);
    if (batch.kind === "invalid") {
      const { detail, errors } = batch.problem;
      return sendProblem(response, problemCodeOf(batch.problem), detail, { errors });
    }
    answer(response, batch.outcomes);
  };
  return {
    method: "POST",
    path: "/notifications/batch",
    access: "guarded",
    handlers: [limitAtOnce(BATCHES_AT_ONCE), ...readBatchBody(), publish],
  };
}

/** Refuses what comes while `most` requests are being read or answered. */
export function limitAtOnce(most: number): RequestHandler {
  let underWay = 0;
  return (_request, response, next) => {
    if (underWay >= most) {
      response.setHeader("Retry-After", 1);
      return sendProblem(response, "too_many_waiting", `At most ${most} batches are taken at a time.`);
    }
    underWay += 1;
    response.once("close", () => {
      underWay -= 1;
    });
    next();
  };
}

function answer(response: Response, outcomes: readonly PublishOutcome[]): void {
  const items = outcomes.map(toItem);
  const accepted = outcomes.filter(({ kind }) => kind === "published").length;
  const unavailable = outcomes.find((outcome) => outcome.kind === "unavailable");
  if (accepted === 0 && unavailable !== undefined) {
    response.setHeader("Retry-After", 1);
    const { code, detail } = refusalOf(unavailable);
    sendProblem(response, code, detail, { items });
  } else {
    response.status(202).json({ accepted, rejected: outcomes.length - accepted, items });
  }
}

function toItem(outcome: PublishOutcome, index: number) {
  if (outcome.kind === "published") return { index, ...toPublishedJson(outcome) };
  const { code, detail, errors, id } = refusalOf(outcome);
  return { index, code, detail, errors: errors?.length ? errors : undefined, id };
}
