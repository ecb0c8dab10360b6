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
  /** Whether the attempt is noted already: then it may be sent at once, else `attempt` comes first. */
  attempted: boolean;
};

/**
 * `accepted`: per settlement, `false` where it was refused, because the message is another's by now.
 * `waitMs`: look again after so long; 0 when more may be had at once, infinite when nothing waits. `heldBack`: something
 * is due and the budget does not allow it yet.
 */
export type TurnAnswer = { accepted: boolean[]; messages: Taken[]; waitMs: number; heldBack: boolean };

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
  /** Nobody can be reached there: parks it and all that waits in its lane, until `Chats.back`. */
  | { kind: "unreachable"; reason: string }
  /** The lane has another name from now on. Not counted. */
  | { kind: "migrated"; lane: string }
  /** As if it had not been taken: due at once, not counted. */
  | { kind: "returned"; reason: string }
);

/** Names a taken message to the scripts: the token refuses a former owner. */
export type Claim = { id: string; token: number };
