import { lagOf, type StatsParts } from "../records/stats-view.ts";
import type { Growth } from "./figures-history.ts";
import type { Finding } from "./finding.ts";

/** What piles up. @param lagGrowth of what no bot has admitted, of late */
export function queueFindings(
  { delivery, quarantined }: Pick<StatsParts, "delivery" | "quarantined">,
  lagGrowth: Growth | undefined,
): Finding[] {
  const { deadLetters, states, governor } = delivery;
  const findings: Finding[] = [];
  if (lagGrowth !== undefined) findings.push(lagFinding(lagOf(delivery), lagGrowth));
  if (deadLetters > 0) {
    findings.push({
      code: "dead_letters",
      severity: "warning",
      words: `${many(deadLetters, "notification was", "notifications were")} given up.`,
      remedy: "Look at the reasons under Messages, then send them again or discard them.",
    });
  }
  if (states.held > 0) {
    findings.push({
      code: "held",
      severity: "warning",
      words: `Of ${many(states.held, "notification", "notifications")} nobody knows whether Telegram took the last attempt.`,
      remedy: "Ask the person, or look into the chat; then confirm or resend under Messages.",
    });
  }
  if (governor.heldUntilMs !== undefined) {
    findings.push({
      code: "telegram_holds",
      severity: "warning",
      words: `Telegram asked for a pause: nothing is sent until ${new Date(governor.heldUntilMs).toISOString()}.`,
      remedy:
        "Nothing: it goes on by itself. Where it comes again and again, lower TELEGRAM_GLOBAL_PER_SECOND.",
    });
  }
  if (quarantined > 0) {
    findings.push({
      code: "quarantined",
      severity: "hint",
      words: `${many(quarantined, "payload was no notification and lies", "payloads were no notifications and lie")} in the quarantine.`,
      remedy: "Look at the reasons under Messages: whoever wrote them does not know that they were not sent.",
    });
  }
  return findings;
}

function lagFinding(lag: number, { from, to, overMs }: Growth): Finding {
  return {
    code: "lag_grows",
    severity: "warning",
    words: `What no bot has taken in grows: from ${from} to ${to} within ${Math.round(overMs / 1000)} s, ${lag} now.`,
    remedy: "See whether a bot runs and takes in (Doors). If it does, more comes than it can take.",
  };
}

function many(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}
