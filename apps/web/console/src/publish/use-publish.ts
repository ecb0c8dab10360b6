import { useCallback, useState } from "react";
import { type Accepted, type Notification, publishNotification } from "../api/notifications.ts";
import type { Problem } from "../api/problem.ts";

export type PublishState =
  | { name: "idle" }
  | { name: "publishing" }
  | { name: "accepted"; accepted: Accepted; userId: number }
  | { name: "refused"; problem: Problem };

export type Publisher = { state: PublishState; publish: (notification: Notification) => Promise<void> };

/** Publishes one notification at a time and keeps the last answer. */
export function usePublish(onUnauthorized: () => void): Publisher {
  const [state, setState] = useState<PublishState>({ name: "idle" });

  const publish = useCallback(
    async (notification: Notification): Promise<void> => {
      setState({ name: "publishing" });
      const answer = await publishNotification(notification);
      if (answer.ok)
        return setState({ name: "accepted", accepted: answer.value, userId: notification.userId });
      setState({ name: "refused", problem: answer.problem });
      if (answer.problem.status === 401) onUnauthorized();
    },
    [onUnauthorized],
  );

  return { state, publish };
}
