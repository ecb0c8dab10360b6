import type { WebhookFigures } from "@bellwire/messaging";
import { FAILING_LONG_MS } from "../webhooks/webhook-watch.ts";
import type { Finding } from "./finding.ts";

/** That the app does not hear back. */
export function webhookFindings({ failing, dead, waiting }: WebhookFigures, nowMs: number): Finding[] {
  const findings: Finding[] = [];
  if (failing !== undefined && nowMs - failing.sinceMs >= FAILING_LONG_MS) {
    findings.push({
      code: "webhooks_failing",
      severity: "warning",
      words: `The webhook receiver takes no calls (${failing.error}); ${waiting} to be made.`,
      sinceMs: failing.sinceMs,
      remedy:
        "See whether it runs at WEBHOOK_URL, answers 2xx and knows WEBHOOK_SECRET. The calls are made again.",
    });
  }
  if (dead > 0) {
    findings.push({
      code: "webhooks_dead",
      severity: "warning",
      words: `${dead} webhook ${dead === 1 ? "call was" : "calls were"} given up.`,
      remedy: "Mend the receiver, then try them again under Webhooks.",
    });
  }
  return findings;
}
