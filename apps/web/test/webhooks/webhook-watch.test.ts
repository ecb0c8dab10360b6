import { RedisUnavailableError, type WebhookFigures } from "@bellwire/messaging";
import { createMetrics, Health } from "@bellwire/runtime";
import { expect, it } from "vitest";
import { WebhookWatch } from "../../src/webhooks/webhook-watch.ts";

const FIGURES: WebhookFigures = { waiting: 3, dead: 1, delivered: 9, missed: 0 };

it("says in words how the calls are, and keeps the figures up to date", async () => {
  const [health, metrics] = [new Health("web"), createMetrics("test")];
  let figures: WebhookFigures | RedisUnavailableError = FIGURES;
  const desk = {
    figures: async () => {
      if (figures instanceof Error) throw figures;
      return figures;
    },
  };
  const watch = new WebhookWatch({ desk, host: "app.example", health, metrics });
  const check = async () => {
    await watch.look();
    return health.report().checks[0];
  };
  expect(await check()).toMatchObject({
    name: "webhooks",
    status: "ok",
    words: "Webhook calls go to app.example; 3 to be made.",
  });
  expect(await metrics.text()).toContain('bellwire_webhooks_waiting{service="test"} 3');
  expect(await metrics.text()).toContain('bellwire_webhooks_dead{service="test"} 1');
  figures = { ...FIGURES, failing: { sinceMs: Date.now() - 30_000, error: "ECONNREFUSED" } };
  expect(await check()).toMatchObject({ status: "ok" });
  figures = { ...FIGURES, failing: { sinceMs: Date.now() - 60_000, error: "ECONNREFUSED" } };
  expect(await check()).toMatchObject({
    status: "warn",
    words: expect.stringContaining("(ECONNREFUSED)"),
    remedy: expect.stringContaining("WEBHOOK_URL"),
  });
  expect(health.report().status).toBe("ready");
  figures = new RedisUnavailableError("disconnected", "x");
  expect(await check()).toMatchObject({ status: "warn" });
  expect(await metrics.text()).toContain('bellwire_webhooks_waiting{service="test"} Nan');
});
