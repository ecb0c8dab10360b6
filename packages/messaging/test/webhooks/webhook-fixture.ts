import type { Redis } from "ioredis";
import { webhookKeys } from "../../src/keys.ts";
import type { RedisLink } from "../../src/redis-link.ts";
import type { WebhookSettlement, WebhookTaken } from "../../src/webhooks/model.ts";
import { WebhookDesk } from "../../src/webhooks/webhook-desk.ts";
import { WebhookQueue } from "../../src/webhooks/webhook-queue.ts";

export type Server = { link: RedisLink; client: Redis; prefix: string };

/** The calls of an installation of its own on a server, which begin with now. */
export type Webhooks = Awaited<ReturnType<typeof openWebhooks>>;

export const DELIVERED: WebhookSettlement = { kind: "delivered", status: 200 };
export const DEAD: WebhookSettlement = { kind: "dead", error: "answered 500", status: 500 };
export const again = (delayMs: number): WebhookSettlement => ({
  ...{ kind: "retry", delayMs, error: "ECONNREFUSED" },
});

const LEASE_MS = 60_000;
const AT_MS = "1700000000000";

let installations = 0;

export async function openWebhooks({ link, client, prefix: base }: Server) {
  installations += 1;
  const prefix = `${base}${installations}`;
  const keys = webhookKeys(prefix);
  const open = (leaseMs = LEASE_MS) => new WebhookQueue({ redis: link, prefix, leaseMs });
  const queue = open();
  const desk = new WebhookDesk({ redis: link, prefix });
  const tell = (fields: Record<string, string>) =>
    client.xadd(keys.events, "*", ...Object.entries(fields).flat());
  await queue.collect();
  return {
    ...{ client, keys, queue, desk, tell },
    /** As another process. */
    open,
    sent: (id: string, more: Record<string, string> = {}) =>
      tell({ id, user_id: "42", state: "sent", at_ms: AT_MS, revision: "4", ...more }),
    replied: (text: string) =>
      tell({ event: "replied", user_id: "ann", chat_id: "7", at_ms: AT_MS, text, message_id: "9" }),
    async takeOne(): Promise<WebhookTaken> {
      const [taken] = await queue.take(1);
      if (taken === undefined) throw new Error("nothing is due");
      return taken;
    },
    ids: async (state: "waiting" | "delivered" | "dead") =>
      (await desk.list({ state, limit: 100 })).items.map(({ id }) => id),
  };
}
