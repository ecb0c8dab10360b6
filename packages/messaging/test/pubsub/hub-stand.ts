import { waitFor } from "@bellwire/testkit";
import { Hub, type HubOptions } from "../../src/pubsub/hub.ts";
import type { HubMessage } from "../../src/pubsub/hub-model.ts";
import { RedisLink } from "../../src/redis-link.ts";

export const HUB_NAME = "test-hub";

/** A started hub that hears over `url` and asks over `commandUrl`, and what closes both. */
export async function openHub(url: string, options: Partial<HubOptions> = {}, commandUrl = url) {
  const link = new RedisLink({ url: commandUrl, name: "test-link" });
  await link.ready(5000);
  const hub = new Hub({ url, name: HUB_NAME, redis: link, ...options });
  hub.start();
  const close = async () => {
    await hub.shutdown();
    link.close();
  };
  return { hub, close };
}

/** Waits until every subscriber is subscribed, as the hub sees it. */
export async function allSubscribed(hub: Hub): Promise<void> {
  await waitFor(() => hub.subscriptions().every(({ state }) => state === "subscribed"), {
    what: "all subscribers to be subscribed",
    timeoutMs: 20_000,
  });
}

/** `<target>=<payload>` of messages, in order. */
export function texts(messages: readonly HubMessage[] | undefined): string[] {
  return (messages ?? []).map(
    ({ pattern, channel, payload }) => `${pattern ?? channel}=${payload.toString()}`,
  );
}
