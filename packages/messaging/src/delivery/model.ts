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
  /**
   * Whom it is for: a recipient, whose chats it goes to, or a chat. All of one chat is delivered one at a time, in order. A
   * chat whose name begins with `-` is a group.
   */
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
  /** A chat that opted out of it does not get this. */
  category?: string;
  /** `lane` is no chat: without a link it is parked. */
  mustBeLinked?: boolean;
};

/** The limits of the other side, as the governor believes them; 0 turns one off. */
export type GovernorLimits = { perSecond: number; laneIntervalMs: number; groupPerMinute: number };

/** How long and how many finished records are kept. */
export type Retention = { maxAgeMs: number; maxRecords: number };
