import { type Answer, callInSession } from "./call.ts";

export type Targets = { channels: readonly string[]; patterns: readonly string[] };

/** 201 once web has noted it; that it is subscribed is told later, by the feed. */
export function addSubscriber(name: string, { channels, patterns }: Targets): Promise<Answer<unknown>> {
  return callInSession("POST", "/subscribers", { body: { name, channels, patterns } });
}

export function removeSubscriber(name: string): Promise<Answer<unknown>> {
  return callInSession("DELETE", `/subscribers/${encodeURIComponent(name)}`);
}

/** Drops all subscribers, zeroes web's pub/sub figures, and adds the three that web begins with. */
export function resetHub(): Promise<Answer<unknown>> {
  return callInSession("POST", "/reset", { body: {} });
}
