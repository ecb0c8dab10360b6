import type { Act } from "./calls.ts";

const ACTS: Readonly<Record<string, readonly Act[]>> = {
  accepted: ["cancel"],
  scheduled: ["cancel"],
  queued: ["cancel"],
  // Between two parts of a long one; during an attempt web refuses, and says so.
  sending: ["cancel"],
  retrying: ["cancel"],
  parked: ["cancel"],
  held: ["resend", "confirm", "cancel"],
  failed: ["resend", "discard"],
  expired: ["resend"],
};

/** What a person may do with a message in this state. */
export function allowedActs(state: string): ReadonlySet<Act> {
  return new Set(ACTS[state]);
}
