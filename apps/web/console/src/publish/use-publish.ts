import { useCallback } from "react";
import { type Accepted, type Notification, publishNotification } from "../api/notifications.ts";
import type { Copies } from "../parts/copies.ts";
import { useCopies } from "../parts/use-copies.ts";

export type Publisher = {
  copies: Copies<Accepted>;
  publish: (notification: Notification, copies: number) => Promise<void>;
};

/** Publishes one notification once or several times, each under an id of its own, and keeps the last answers. */
export function usePublish(onUnauthorized: () => void): Publisher {
  const { copies, start } = useCopies<Accepted>();

  const publish = useCallback(
    (notification: Notification, times: number): Promise<void> =>
      start(times, async () => {
        const answer = await publishNotification(notification);
        if (!answer.ok && answer.problem.status === 401) onUnauthorized();
        return answer;
      }),
    [start, onUnauthorized],
  );

  return { copies, publish };
}
