import type { WebhookFigures } from "@bellwire/messaging";
import { expect, it } from "vitest";
import { webhookFindings } from "../../src/findings/webhook-findings.ts";

const NOW = 1_700_000_000_000;
const FIGURES: WebhookFigures = { waiting: 3, dead: 0, delivered: 9, missed: 0 };
const failing = (forMs: number) => ({ failing: { sinceMs: NOW - forMs, error: "answered 500" } });

it("has nothing to say while calls are taken, or fail for a moment", () => {
  expect(webhookFindings(FIGURES, NOW)).toEqual([]);
  expect(webhookFindings({ ...FIGURES, ...failing(59_000) }, NOW)).toEqual([]);
});

it("says that the app does not hear back", () => {
  const findings = webhookFindings({ ...FIGURES, dead: 1, ...failing(60_000) }, NOW);
  expect(findings).toMatchObject([
    {
      code: "webhooks_failing",
      sinceMs: NOW - 60_000,
      words: "The webhook receiver takes no calls (answered 500); 3 to be made.",
    },
    { code: "webhooks_dead", words: "1 webhook call was given up." },
  ]);
});
