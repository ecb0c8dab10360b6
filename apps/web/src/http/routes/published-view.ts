import type { Published } from "../../publishing/publish-outcome.ts";

/** What a publisher is answered; `parked` where the notification waits for somebody to be linked. */
export function toPublishedJson({ id, via, state, receivers, parkedUntilMs }: Published) {
  const parked = parkedUntilMs !== undefined && {
    parked: { reason: "unlinked", until: new Date(parkedUntilMs).toISOString() },
  };
  return { id, via, state, receivers, ...parked };
}
