import type { DeliveryDesk } from "@bellwire/messaging";
import { parseJsonBytes } from "@bellwire/schema";
import type { Request, Response } from "express";
import { z } from "zod";
import { requireIntent } from "../allow-change.ts";
import { idInPath } from "../id-in-path.ts";
import { bytesOf, readJsonBody } from "../json-body.ts";
import { sendProblem } from "../problems.ts";
import { pageLimit, readQuery } from "../read-query.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import { recordCursor, sendPage } from "./record-page.ts";
import type { Route } from "./route.ts";

type Desk = Pick<DeliveryDesk, "deadLetters" | "retryDead" | "discard">;

const query = z.strictObject({ cursor: recordCursor().optional(), limit: pageLimit() });
const retryRequest = z.strictObject({ since: z.iso.datetime({ offset: true }) });

/** `GET /dead-letters`, `POST /dead-letters/retry`, `DELETE /dead-letters/{id}`: what was given up. */
export function deadLetterRoutes(desk: Desk): Route[] {
  return [
    {
      method: "GET",
      path: "/dead-letters",
      access: "guarded",
      handlers: [(request, response) => list(desk, request, response)],
    },
    {
      method: "POST",
      path: "/dead-letters/retry",
      access: "guarded",
      handlers: [...readJsonBody(), (request, response) => retry(desk, request, response)],
    },
    {
      method: "DELETE",
      path: "/dead-letters/:id",
      access: "guarded",
      handlers: [requireIntent(), (request, response) => discard(desk, request, response)],
    },
  ];
}

async function list(desk: Desk, request: Request, response: Response): Promise<void> {
  const asked = readQuery(response, request.query, query, "`cursor` and `limit`");
  if (asked === undefined) return;
  sendPage(response, await withinRedisBudget(request, desk.deadLetters(asked)));
}

async function retry(desk: Desk, request: Request, response: Response): Promise<void> {
  const json = parseJsonBytes(bytesOf(request));
  const body = retryRequest.safeParse(json.ok ? json.value.value : undefined);
  if (!body.success) {
    const detail =
      'Send {"since": "<moment of ISO 8601 with its offset>"}: what was given up since then is sent again.';
    return sendProblem(response, "invalid_body", detail);
  }
  const retried = await withinRedisBudget(request, desk.retryDead(Date.parse(body.data.since)));
  response.json({ retried });
}

async function discard(desk: Desk, request: Request, response: Response): Promise<void> {
  const id = idInPath(request);
  if (id !== undefined && (await withinRedisBudget(request, desk.discard(id)))) {
    response.status(204).end();
    return;
  }
  sendProblem(response, "not_found", "There is no dead letter of this id.");
}
