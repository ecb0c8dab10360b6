import { parseJsonBytes } from "@bellwire/schema";
import type { Request, Response } from "express";
import { z } from "zod";
import type { Webhooks } from "../../webhooks/build-webhooks.ts";
import { toWebhooksView } from "../../webhooks/webhook-view.ts";
import { bytesOf, readJsonBody } from "../json-body.ts";
import { sendProblem } from "../problems.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import type { Route } from "./route.ts";

const retryRequest = z.strictObject({ since: z.iso.datetime({ offset: true }) });

/** `GET /webhooks`, `POST /webhooks/retry`: how the calls to WEBHOOK_URL are, and all that was given up again. */
export function webhooksRoutes(webhooks: Webhooks): Route[] {
  return [
    {
      method: "GET",
      path: "/webhooks",
      access: "guarded",
      handlers: [(request, response) => show(webhooks, request, response)],
    },
    {
      method: "POST",
      path: "/webhooks/retry",
      access: "guarded",
      handlers: [...readJsonBody(), (request, response) => retry(webhooks, request, response)],
    },
  ];
}

async function show({ desk, host }: Webhooks, request: Request, response: Response): Promise<void> {
  response.setHeader("Cache-Control", "no-store");
  if (host === undefined) response.json({ configured: false });
  else response.json(toWebhooksView(host, await withinRedisBudget(request, desk.figures())));
}

async function retry({ desk, host }: Webhooks, request: Request, response: Response): Promise<void> {
  const json = parseJsonBytes(bytesOf(request));
  const body = retryRequest.safeParse(json.ok ? json.value.value : undefined);
  if (!body.success) {
    const detail =
      'Send {"since": "<moment of ISO 8601 with its offset>"}: what was given up since then is tried again.';
    return sendProblem(response, "invalid_body", detail);
  }
  if (host === undefined) return sendNotConfigured(response);
  const retried = await withinRedisBudget(request, desk.retryDead(Date.parse(body.data.since)));
  response.json({ retried });
}

export function sendNotConfigured(response: Response): void {
  const detail = "Set WEBHOOK_URL and WEBHOOK_SECRET on web: without them nobody is called.";
  sendProblem(response, "not_configured", detail);
}
