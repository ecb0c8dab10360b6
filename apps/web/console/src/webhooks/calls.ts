import { type Answer, callInSession } from "../api/call.ts";
import type { Problem } from "../api/problem.ts";
import { fieldsOf, numberOf } from "../api/read.ts";
import type { Page } from "../paging/pages.ts";
import { readPage } from "../paging/read-page.ts";
import {
  type Delivery,
  type DeliveryState,
  parseDelivery,
  parseWebhooks,
  type Webhooks,
} from "./webhooks.ts";

export async function readWebhooks(): Promise<Answer<Webhooks>> {
  const answer = await callInSession("GET", "/webhooks");
  return answer.ok ? { ok: true, value: parseWebhooks(answer.value) } : answer;
}

export function readDeliveries(state: DeliveryState, cursor?: string): Promise<Answer<Page<Delivery>>> {
  return readPage("/webhooks/deliveries", { state, cursor }, parseDelivery);
}

/** Calls once more, at once. Resolves to why not. */
export async function retryDelivery(id: string): Promise<Problem | undefined> {
  const path = `/webhooks/deliveries/${encodeURIComponent(id)}/retry`;
  const answer = await callInSession("POST", path, { body: {} });
  return answer.ok ? undefined : answer.problem;
}

/** Calls again for all that was given up since then. Resolves to how many. */
export async function retryDeliveries(sinceMs: number): Promise<Answer<number>> {
  const body = { since: new Date(sinceMs).toISOString() };
  const answer = await callInSession("POST", "/webhooks/retry", { body, timeoutMs: 60_000 });
  return answer.ok ? { ok: true, value: numberOf(fieldsOf(answer.value).retried) ?? 0 } : answer;
}
