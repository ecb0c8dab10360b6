import type { Settlement } from "./taken.ts";

/** A settlement as the settle script reads it: id, token, kind, and what depends on the kind. */
export function settlementArguments(settlement: Settlement): (string | number)[] {
  return [settlement.id, settlement.token, ...detailsOf(settlement)];
}

function detailsOf(settlement: Settlement): [kind: string, ...details: (string | number)[]] {
  switch (settlement.kind) {
    case "sent":
      return ["sent", settlement.messageId, settlement.parts];
    case "retry": {
      const { reason, delayMs, counted, unknown, variant = "", outage = false } = settlement;
      const kind = outage ? "outage" : "retry";
      return [kind, reason, Math.ceil(delayMs), counted ? 1 : "", unknown ? 1 : "", variant];
    }
    case "limited":
      return ["limited", Math.ceil(settlement.retryAfterMs)];
    case "migrated":
      return ["migrated", settlement.lane];
    default:
      return [settlement.kind, settlement.reason];
  }
}
