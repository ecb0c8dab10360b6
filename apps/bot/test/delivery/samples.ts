import type { Taken } from "@bellwire/messaging";

/** A message as the queue gives it for its first attempt, but for `changes`. */
export function takenSample(changes: Partial<Taken> = {}): Taken {
  return {
    id: "n1",
    lane: "42",
    body: '{"user_id":42,"message":"hello"}',
    token: 7,
    partsSent: 0,
    attempts: 0,
    tries: 0,
    holdUnknown: false,
    variant: "",
    acceptedMs: 1_700_000_000_000,
    attempted: false,
    ...changes,
  };
}
