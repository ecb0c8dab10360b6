import type { Channels } from "../api/channels.ts";
import type { ChannelCounts } from "../feed/index.ts";

export type FigureRow = ChannelCounts & {
  channel: string;
  /** Exact subscribers in all of Redis; undefined where Redis lists none, which it does not for patterns. */
  subscribers: number | undefined;
};

const NOTHING: ChannelCounts = { published: 0, delivered: 0, received: 0, fannedOut: 0 };

/** What Redis knows of its channels beside what web has counted on them, by name. */
export function figureRows(
  channels: Channels | undefined,
  counts: ReadonlyMap<string, ChannelCounts> | undefined,
): FigureRow[] {
  const names = new Set([...(channels?.subscribers.keys() ?? []), ...(counts?.keys() ?? [])]);
  return [...names].sort().map((channel) => ({
    channel,
    subscribers: channels?.subscribers.get(channel),
    ...(counts?.get(channel) ?? NOTHING),
  }));
}
