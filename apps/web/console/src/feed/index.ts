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
