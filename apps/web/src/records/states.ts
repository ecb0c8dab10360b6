import type { DeliveryState } from "@bellwire/messaging";

/** States of what is to be sent still. */
export const WAITING_STATES = [
  "accepted",
  "queued",
  "scheduled",
  "sending",
  "retrying",
  "held",
  "parked",
] as const satisfies readonly DeliveryState[];

/** States that change no more by themselves. */
export const END_STATES = [
  "sent",
  "failed",
  "expired",
  "cancelled",
  "superseded",
] as const satisfies readonly DeliveryState[];

export function isEnd(state: DeliveryState): boolean {
  return END_STATES.some((end) => end === state);
}
