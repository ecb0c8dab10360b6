import type { Request, Response } from "express";
import { z } from "zod";
import type { Webhooks } from "../../webhooks/build-webhooks.ts";
import { toWebhookDeliveryView } from "../../webhooks/webhook-view.ts";
import { requireIntent } from "../allow-change.ts";
import { sendProblem } from "../problems.ts";
import { pageLimit, readQuery } from "../read-query.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import type { Route } from "./route.ts";
import { sendNotConfigured } from "./webhooks.ts";

const query = z.strictObject({
  state: z.enum(["waiting", "delivered", "dead"], "expected waiting, delivered or dead").default("waiting"),
  cursor: z
    .string()
    .regex(/^\d{1,15}(?:\.\d{1,15})?_evt_\d{1,15}-\d{1,20}$/, "expected the cursor of an earlier answer")
    .optional(),
  limit: pageLimit(),
});

/** `GET /webhooks/deliveries`, `POST /webhooks/deliveries/{id}/retry`: each call, and one of them again. */
export function webhookDeliveriesRoutes(webhooks: Webhooks): Route[] {
  return [
    {
      method: "GET",
      path: "/webhooks/deliveries",
      access: "guarded",
      handlers: [(request, response) => list(webhooks, request, response)],
    },
    {
      method: "POST",
      path: "/webhooks/deliveries/:id/retry",
      access: "guarded",
      handlers: [requireIntent(), (request, response) => retry(webhooks, request, response)],
    },
  ];
}

async function list({ desk }: Webhooks, request: Request, response: Response): Promise<void> {
  const asked = readQuery(response, request.query, query, "`state`, `cursor` and `limit`");
  if (asked === undefined) return;
  const { items, cursor } = await withinRedisBudget(request, desk.list(asked));
  response.setHeader("Cache-Control", "no-store");
  response.json({ items: items.map(toWebhookDeliveryView), cursor });
}

async function retry({ desk, host }: Webhooks, request: Request, response: Response): Promise<void> {
  if (host === undefined) return sendNotConfigured(response);
  const answer = await withinRedisBudget(request, desk.retry(String(request.params.id)));
  if (answer === "done") response.status(202).json({ id: request.params.id, state: "waiting" });
  else if (answer === "in_flight") sendProblem(response, "in_flight", "It is being called at this moment.");
  else if (answer === "delivered")
    sendProblem(response, "already_ended", "The receiver has taken this call.");
  else sendProblem(response, "not_found", "There is no webhook call of this id.");
}
