import type { DeliveryState, Door, RedisTrouble } from "@bellwire/messaging";
import type { ParseProblem } from "@bellwire/schema";

/** A record says what becomes of it: it was written now, or there was one of this id and content already. */
export type Published = {
  kind: "published";
  id: string;
  via: Door;
  state: DeliveryState;
  /** Only at the channel door, and only the first time: what Redis reports. Monitors count too. */
  receivers?: number;
  /** Nobody is linked to its recipient: it waits for a link until this moment (Unix time). Only the first time. */
  parkedUntilMs?: number;
};

/**
 * - `invalid`: refused before Redis was asked
 * - `mismatch`: there is another notification of this id
 * - `full`: too many wait, in all or for this recipient
 * - `no_subscriber`: no bot listens on the channel, nothing was sent
 * - `unavailable`: Redis did not serve it; with trouble `timeout` or `disconnected` it may have been accepted, and
 *   to repeat it with this id is safe
 */
export type Refused =
  | { kind: "invalid"; problem: ParseProblem }
  | { kind: "mismatch" }
  | { kind: "full"; of: "all" | "lane" }
  | { kind: "no_subscriber" }
  | { kind: "unavailable"; id: string; trouble: RedisTrouble };

export type PublishOutcome = Published | Refused;

/** One outcome per item in its order, or why nothing of the body could be read. */
export type BatchOutcome =
  | { kind: "items"; outcomes: PublishOutcome[] }
  | { kind: "invalid"; problem: ParseProblem };
