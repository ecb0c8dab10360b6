import { type EventTail, type RedisLink, WebhookDesk, WebhookQueue } from "@bellwire/messaging";
import type { Health, Logger, Metrics, Part } from "@bellwire/runtime";
import type { WebConfig } from "../config.ts";
import { EventCollector } from "./event-collector.ts";
import { signedCalls } from "./webhook-call.ts";
import { WebhookSender } from "./webhook-sender.ts";
import { WebhookWatch } from "./webhook-watch.ts";

export type WebhooksBasis = {
  redis: RedisLink;
  tail: EventTail;
  health: Health;
  metrics: Metrics;
  logger: Logger;
};

/** What the HTTP interface knows of webhooks. */
export type Webhooks = {
  desk: WebhookDesk;
  /** Of the receiver; absent where none is set. */
  host?: string;
};

/** Longer than a call may take. */
const LEASE_MS = 30_000;

const OUTCOMES = { delivered: "delivered", retry: "retried", dead: "dead" } as const;

/** The calls to WEBHOOK_URL: what makes, sends and watches them, as one part of the service. */
export function buildWebhooks(
  { webhook: receiver, prefix }: Pick<WebConfig, "webhook" | "prefix">,
  { redis, tail, health, metrics, logger }: WebhooksBasis,
): { webhooks: Webhooks; parts: Part[] } {
  const desk = new WebhookDesk({ redis, prefix });
  if (receiver === undefined) return { webhooks: { desk }, parts: [] };
  const { host } = new URL(receiver.url);
  const queue = new WebhookQueue({ redis, prefix, leaseMs: LEASE_MS });
  const tries = metrics.counter("webhooks_total", "Tries of webhook calls, by what came of them", [
    "outcome",
  ]);
  const sender = new WebhookSender({
    ...{ queue, logger, leaseMs: LEASE_MS },
    call: signedCalls(receiver),
    onSettled: (kind) => tries.add({ outcome: OUTCOMES[kind] }),
  });
  const collector = new EventCollector({ queue, tail, logger, onMade: () => sender.wake() });
  const watch = new WebhookWatch({ desk, host, health, metrics });
  const part: Part = {
    name: "webhooks",
    async start() {
      collector.start();
      sender.start();
      await watch.start();
    },
    async stop() {
      await collector.stop();
      await sender.stop();
      await watch.stop();
    },
  };
  return { webhooks: { desk, host }, parts: [part] };
}
