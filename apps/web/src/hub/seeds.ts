import type { Hub } from "@bellwire/messaging";

type SeededHub = Pick<Hub, "subscribeTo" | "unsubscribe" | "subscriptions" | "resetCounts">;

/** Adds the subscribers that every web process begins with; those that are there stay. */
export function seed(hub: Pick<Hub, "subscribeTo">, notificationChannel: string): void {
  hub.subscribeTo("orders-listener", { channels: ["orders:new"] });
  hub.subscribeTo("all-notifications", { patterns: ["notifications:*"] });
  hub.subscribeTo("bridge", { channels: [notificationChannel] });
}

/** As it was when the process began: every subscriber is dropped, the counts are zero, the first ones are there. */
export function reset(hub: SeededHub, notificationChannel: string): void {
  for (const { name } of hub.subscriptions()) hub.unsubscribe(name);
  hub.resetCounts();
  seed(hub, notificationChannel);
}
