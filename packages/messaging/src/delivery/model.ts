/** Where a payload comes in. */
export type Door = "channel" | "queue" | "stream";

export type Priority = "urgent" | "normal" | "bulk";

/** docs/lifecycle.md tells how each is entered and left. */
export type DeliveryState =
  | "accepted"
  | "queued"
  | "scheduled"
  | "sending"
  | "retrying"
  | "held"
  | "parked"
  | "sent"
  | "failed"
  | "expired"
  | "cancelled"
  | "superseded";

/** One message on its way into the delivery queue. The queue does not look into `body`. */
export type Draft = {
  id: string;
  /** All of one lane is delivered one at a time, in order. A lane whose name begins with `-` is a group. */
  lane: string;
  /** Given back by `take`. */
  body: string;
  /** Tells whether another draft with this id is the same request. */
  fingerprint: string;
  priority: Priority;
  /** Not before this moment (Unix time); absent or past: at once. */
  dueMs?: number;
  /** Not later than so long after `dueMs`, or after its acceptance. */
  ttlMs?: number;
  /** An attempt whose outcome is unknown holds it, instead of being repeated. */
  holdUnknown?: boolean;
  /** Takes the place of an earlier one of its lane with the same key that was not begun. */
  replaceKey?: string;
};

/** One message that this worker may deliver, until its lease ends. */
export type Taken = {
  id: string;
  lane: string;
  body: string;
  /** Names this take; larger than that of any take before. */
  token: number;
  /** How many parts of it were delivered before. */
  partsSent: number;
  /** Attempts that counted, before this one. */
  attempts: number;
  /** All tries, before this one. */
  tries: number;
  holdUnknown: boolean;
  /** Set by an earlier `retry`; empty at first. */
  variant: string;
  acceptedMs: number;
};

/**
 * `waitMs`: look again after so long; 0 when more may be had at once, infinite when nothing waits. `heldBack`: something
 * is due and the budget does not allow it yet.
 */
export type TakeAnswer = { messages: Taken[]; waitMs: number; heldBack: boolean };

/** How an attempt ended, and what becomes of the message. Reasons are words from closed lists. */
export type Settlement = { id: string; token: number } & (
  | { kind: "sent"; messageId: number; parts: number }
  /** `counted`: the attempt may have been delivered or was refused. `unknown`: it may have been delivered. */
  | {
      kind: "retry";
      reason: string;
      delayMs: number;
      counted: boolean;
      unknown: boolean;
      variant?: string;
      /** Delayed by an outage of the other side: `releaseDelayed` makes it due. */
      outage?: boolean;
    }
  /** The other side wants no further try for so long. Not counted. */
  | { kind: "limited"; retryAfterMs: number }
  | { kind: "failed"; reason: string }
  /** Nobody can be reached there: parks it and all that waits in its lane, until `releaseLane`. */
  | { kind: "unreachable"; reason: string }
  /** The lane has another name from now on. Not counted. */
  | { kind: "migrated"; lane: string }
  /** As if it had not been taken: due at once, not counted. */
  | { kind: "returned"; reason: string }
);

/** Names a taken message to the scripts: the token refuses a former owner. */
export type Claim = { id: string; token: number };

/** The limits of the other side, as the governor believes them; 0 turns one off. */
export type GovernorLimits = { perSecond: number; laneIntervalMs: number; groupPerMinute: number };

/** How long and how many finished records are kept. */
export type Retention = { maxAgeMs: number; maxRecords: number };

/** One line of a record's history, oldest first. */
export type TimelineEntry = {
  atMs: number;
  /** An outcome of an attempt, or an event such as `cancelled`, `released`, `resent`. */
  what: string;
  attempt?: number;
  part?: number;
  /** How long the attempt took. */
  tookMs?: number;
  reason?: string;
  messageId?: number;
};

/** All that is known of one message. */
export type DeliveryRecord = {
  id: string;
  lane: string;
  body: string;
  state: DeliveryState;
  /** Grows by one with every change. */
  revision: number;
  door: Door;
  priority: Priority;
  acceptedMs: number;
  /** Moment of the last change. */
  changedMs: number;
  dueMs?: number;
  expiresMs?: number;
  /** When it is tried again, while it is retrying. */
  nextMs?: number;
  attempts: number;
  tries: number;
  partsSent: number;
  parts?: number;
  messageIds: number[];
  reason?: string;
  holdUnknown: boolean;
  replaceKey?: string;
  timeline: TimelineEntry[];
};
