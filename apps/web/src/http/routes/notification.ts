import { copyIdOf, type DeliveryDesk, type DeliveryRecord } from "@bellwire/messaging";
import type { Request, Response } from "express";
import { z } from "zod";
import { toNotificationView } from "../../records/notification-view.ts";
import type { RecordWaiter, WaitAnswer, WaitFor } from "../../records/record-waiter.ts";
import { idInPath } from "../id-in-path.ts";
import { sendProblem } from "../problems.ts";
import { readQuery, wholeNumber } from "../read-query.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import type { Route } from "./route.ts";

const WAIT_MAX_SECONDS = 60;

const query = z.strictObject({
  wait: wholeNumber(0, WAIT_MAX_SECONDS).optional(),
  after: wholeNumber(0, Number.MAX_SAFE_INTEGER).optional(),
});

/**
 * `GET /notifications/{id}`: the record, at once or, with `wait`, when it has ended or changed. What goes to further
 * chats of its recipient is told with it, and not waited for.
 */
export function notificationRoute(
  waiter: RecordWaiter,
  desk: Pick<DeliveryDesk, "read" | "restsUntil">,
): Route {
  const show = async (request: Request, response: Response): Promise<void> => {
    const asked = readQuery(
      response,
      request.query,
      query,
      "`wait` (seconds, 0 to 60) and `after` (a revision)",
    );
    if (asked === undefined) return;
    const id = idInPath(request);
    if (id === undefined) return sendUnknown(response);
    const { wait = 0, after } = asked;
    const wanted = { waitMs: wait * 1000, ...(after !== undefined && { after }) };
    const found = await find(waiter, { id, request, response }, wanted);
    if (found.kind !== "record") return answer(response, found);
    const { record } = found;
    const further = Promise.all([copiesOf(desk, record), restsUntil(desk, record)]);
    const [copies, restsUntilMs] = await withinRedisBudget(request, further);
    response.setHeader("Cache-Control", "no-store");
    response.json(toNotificationView(record, copies, restsUntilMs));
  };
  return { method: "GET", path: "/notifications/:id", access: "guarded", handlers: [show] };
}

type Asked = { id: string; request: Request; response: Response };

async function find(
  waiter: RecordWaiter,
  { id, request, response }: Asked,
  wanted: WaitFor,
): Promise<WaitAnswer> {
  const within = <Result>(work: Promise<Result>) => withinRedisBudget(request, work);
  if (wanted.waitMs === 0) return await waiter.read(id, within);
  const left = new AbortController();
  response.once("close", () => left.abort());
  return await waiter.wait(id, wanted, within, left.signal);
}

async function copiesOf(
  desk: Pick<DeliveryDesk, "read">,
  { id, copies }: DeliveryRecord,
): Promise<DeliveryRecord[]> {
  const found = await Promise.all(copies.map((chat) => desk.read(copyIdOf(id, chat))));
  // One that ended before the others may be forgotten before them.
  return found.filter((copy) => copy !== undefined);
}

async function restsUntil(
  desk: Pick<DeliveryDesk, "restsUntil">,
  { state, chat, priority }: DeliveryRecord,
): Promise<number | undefined> {
  return state === "queued" && chat !== undefined && priority !== "urgent"
    ? await desk.restsUntil(chat)
    : undefined;
}

function answer(response: Response, found: Exclude<WaitAnswer, { kind: "record" }>): void {
  if (found.kind === "unknown") {
    sendUnknown(response);
  } else {
    response.setHeader("Retry-After", 1);
    sendProblem(response, "too_many_waiting", "Too many wait here already. Ask without `wait`.");
  }
}

/** The answer for a notification that there is no record of. */
export function sendUnknown(response: Response): void {
  sendProblem(
    response,
    "not_found",
    "There is no notification of this id: it was never accepted, or it ended longer ago than RETENTION_HOURS.",
  );
}
