import type { Settlement } from "@bellwire/messaging";
import type { Notification } from "@bellwire/schema";
import type { OutgoingMessage } from "../delivery/message-parts.ts";
import { type CallResult, type Outcome, toOutcome } from "../delivery/outcome.ts";
import type { PlannedPart } from "../delivery/plan-part.ts";
import { toSettlement } from "../delivery/to-settlement.ts";
import type { Holding } from "./holdings.ts";

/** Sends one message of Telegram. Never throws, and ends by itself in bounded time; `abort` ends it at once. */
export type Send = (
  message: OutgoingMessage,
  abort: AbortSignal,
) => Promise<CallResult<{ messageId: number }>>;

/** One call to Telegram that has ended; the moment is one of this process's own clock. */
export type EndedCall = { outcome: Outcome; lane: string; begunAtMs: number; tookMs: number };

export type PartSenderOptions = {
  send: Send;
  leaseMs: number;
  maxAttempts: number;
  /** Told of each call that ended. Must not throw. */
  onCall: (call: EndedCall) => void;
  /** Told of each message whose last part arrived. Must not throw. */
  onDelivered: (notification: Notification, acceptedMs: number) => void;
  nowMs?: () => number;
};

/** At the end of a lease so much is left, for a clock that runs a little slow and for the write itself. */
const MARGIN_SHARE = 0.1;
const MARGIN_MAX_MS = 1000;

/** Sends one part of a message that is held, and says what becomes of the message. */
export class PartSender {
  readonly #options: Required<PartSenderOptions>;
  readonly #marginMs: number;

  constructor(options: PartSenderOptions) {
    this.#options = { nowMs: () => performance.now(), ...options };
    this.#marginMs = Math.min(options.leaseMs * MARGIN_SHARE, MARGIN_MAX_MS);
  }

  /** Does not send what may be another's by now, be it that Redis was away or this process stood still. */
  async send(holding: Holding, planned: PlannedPart, abort: AbortSignal): Promise<Settlement> {
    const { send, maxAttempts, onCall, onDelivered, nowMs } = this.#options;
    const { taken } = holding;
    const { notification, parts } = planned;
    const begunAtMs = nowMs();
    if (holding.lost || holding.leaseUntilMs - begunAtMs < this.#marginMs)
      return { id: taken.id, token: taken.token, kind: "returned", reason: "lease_over" };
    const outcome = toOutcome(await send(planned.message, abort));
    onCall({ outcome, lane: taken.lane, begunAtMs, tookMs: nowMs() - begunAtMs });
    if (outcome.kind === "sent" && taken.partsSent + 1 === parts) onDelivered(notification, taken.acceptedMs);
    return toSettlement({ taken, notification, parts, outcome, maxAttempts });
  }
}
