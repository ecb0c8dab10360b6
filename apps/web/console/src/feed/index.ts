export type { RecipientEvent } from "./recipient-event.ts";
export type { ChannelCounts, Counts, Stats, StatsPoint } from "./stats.ts";
export type {
  Board,
  Change,
  FeedState,
  Finding,
  Hello,
  HubMessage,
  MessageRing,
  Subscriber,
} from "./types.ts";
export { useFeed } from "./use-feed.ts";
export { useMessages } from "./use-messages.ts";
export { useReadOnly } from "./use-read-only.ts";
