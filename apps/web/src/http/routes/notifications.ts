import type { DeliveryDesk, DeliveryRecord } from "@bellwire/messaging";
import { isUserId } from "@bellwire/schema";
import type { Request, Response } from "express";
import { z } from "zod";
import { toNotificationView } from "../../records/notification-view.ts";
import { END_STATES, WAITING_STATES } from "../../records/states.ts";
import { pageLimit, readQuery } from "../read-query.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import { recordCursor, sendPage } from "./record-page.ts";
import type { Route } from "./route.ts";

const STATES = [...WAITING_STATES, ...END_STATES] as const;
const SEARCH_UNITS = 256;

const query = z.strictObject({
  user_id: z.string("expected a user id").refine(isUserId, "expected a user id").optional(),
  state: z.enum(STATES, `expected one of ${STATES.join(", ")}`).optional(),
  q: z.string("expected a text").min(1).max(SEARCH_UNITS).optional(),
  cursor: recordCursor().optional(),
  limit: pageLimit(),
});

/** `GET /notifications`: records, newest first. A page may be empty and have a cursor: it looks at 1,000 at most. */
export function notificationsRoute(desk: Pick<DeliveryDesk, "list">): Route {
  const list = async (request: Request, response: Response): Promise<void> => {
    const takes = "`user_id`, `state`, `q`, `cursor` and `limit`";
    const asked = readQuery(response, request.query, query, takes);
    if (asked === undefined) return;
    const { user_id, q, ...others } = asked;
    const matches = q === undefined ? undefined : matcherOf(q);
    const page = await withinRedisBudget(request, desk.list({ lane: user_id, matches, ...others }));
    sendPage(response, page);
  };
  return { method: "GET", path: "/notifications", access: "guarded", handlers: [list] };
}

/** Whether a record's id, text, reason or key to replace holds the searched words, in whatever case. */
function matcherOf(searched: string): (record: DeliveryRecord) => boolean {
  const wanted = searched.toLowerCase();
  return (record) => {
    const { id, message, reason = "", replace_key = "" } = toNotificationView(record);
    return [id, message, reason, replace_key].some((text) => text.toLowerCase().includes(wanted));
  };
}
