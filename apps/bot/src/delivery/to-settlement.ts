import type { Settlement, Taken } from "@bellwire/messaging";
import type { Notification } from "@bellwire/schema";
import { backoffMs } from "./backoff.ts";
import type { FailureReason, Outcome } from "./outcome.ts";
import { type Omission, omits, omitting } from "./variant.ts";

/** Everything that the decision depends on. */
export type Attempt = {
  taken: Taken;
  notification: Notification;
  /** Of how many parts the message consists. */
  parts: number;
  outcome: Outcome;
  /** Counted attempts after which a message is given up. */
  maxAttempts: number;
  random?: () => number;
};

/** A settlement without the names of message and owner. */
type Verdict = Settlement extends infer Each
  ? Each extends Settlement
    ? Omit<Each, "id" | "token">
    : never
  : never;

/** What becomes of a message after an attempt. Decides only; the reasons are the outcome's own. */
export function toSettlement(attempt: Attempt): Settlement {
  const { id, token } = attempt.taken;
  const verdict = verdictOn(attempt);
  // The queue keeps the variant that it is told, also where nothing else is left out than before.
  if (verdict.kind === "retry" && attempt.taken.variant !== "")
    return { id, token, variant: attempt.taken.variant, ...verdict };
  return { id, token, ...verdict };
}

function verdictOn(attempt: Attempt): Verdict {
  const { outcome, taken, parts } = attempt;
  switch (outcome.kind) {
    case "sent":
      return { kind: "sent", messageId: outcome.messageId, parts };
    case "limited":
      return { kind: "limited", retryAfterMs: outcome.retryAfterMs };
    case "bot_refused":
      return { kind: "returned", reason: outcome.reason };
    case "migrated": {
      const lane = String(outcome.chatId);
      // A chat that moved to itself would move for ever.
      return lane === taken.lane ? { kind: "failed", reason: outcome.reason } : { kind: "migrated", lane };
    }
    case "refused":
      return afterRefusal(attempt, outcome);
    case "not_sent":
      return notSent(attempt, outcome.reason);
    case "unknown":
      return perhapsSent(attempt, outcome.reason);
  }
}

/** What the refusal is about is left out where that is possible and was not done before; else it is final. */
function afterRefusal(
  { taken, notification, maxAttempts }: Attempt,
  { reason, unreachable }: { reason: string; unreachable: boolean },
): Verdict {
  if (unreachable) return { kind: "unreachable", reason };
  const what = spared(reason, notification);
  if (what === undefined || omits(taken.variant, what) || taken.attempts + 1 >= maxAttempts)
    return { kind: "failed", reason };
  const variant = omitting(taken.variant, what);
  return { kind: "retry", reason, delayMs: 0, counted: true, unknown: false, variant };
}

function spared(reason: string, { format, thread_id }: Notification): Omission | undefined {
  if (reason === "bad_markup" && format !== undefined && format !== "text") return "plain";
  if (reason === "topic_not_found" && thread_id !== undefined) return "no_topic";
  return undefined;
}

/** Costs no attempt, so it never ends the message; the wait grows with every try all the same. */
function notSent({ taken, random }: Attempt, reason: FailureReason): Verdict {
  const delayMs = backoffMs(taken.tries + 1, random);
  return { kind: "retry", reason, delayMs, counted: false, unknown: false, outage: true };
}

/**
 * Telegram has no way to know the same message again, so a repetition may double it; on_unknown says what is worse.
 * One that is to be held is held after its last attempt too: it may have arrived.
 */
function perhapsSent({ taken, maxAttempts, random }: Attempt, reason: FailureReason): Verdict {
  const failures = taken.attempts + 1;
  if (failures >= maxAttempts && !taken.holdUnknown) return { kind: "failed", reason };
  // What we cut off ourselves says nothing about Telegram: another bot may try it at once.
  if (reason === "aborted") return { kind: "retry", reason, delayMs: 0, counted: true, unknown: true };
  const delayMs = backoffMs(failures, random);
  return { kind: "retry", reason, delayMs, counted: true, unknown: true, outage: true };
}
