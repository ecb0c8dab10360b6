/** What one subscriber received. */
export type HubMessage = {
  /** Of this subscriber, from 1; a number that is missing was received and made room. */
  seq: number;
  channel: string;
  /** The pattern by which it came; absent where it came by the channel's own name. */
  pattern?: string;
  payload: Buffer;
  /** Length of the payload as it was published. */
  bytes: number;
  /** Whether `payload` is only the beginning of it. */
  cut: boolean;
  /** Unix time of its arrival here. */
  atMs: number;
};

/**
 * What is seen on the connection, not what is hoped:
 * - `subscribing`: Redis has not confirmed every target yet, or refuses one
 * - `subscribed`: it has
 * - `reconnecting`: the connection was lost, what is published now is missed
 */
export type SubscriberState = "subscribing" | "subscribed" | "reconnecting";

export type SubscriberView = {
  name: string;
  channels: readonly string[];
  patterns: readonly string[];
  state: SubscriberState;
  /** Unix time since which it is in that state. */
  sinceMs: number;
  received: number;
  /** Kept from its callback, because that was still busy with too many earlier ones. */
  dropped: number;
  /** How often its callback threw. */
  failed: number;
  lastAtMs?: number;
};

/**
 * - `published`: PUBLISHes of this process
 * - `delivered`: how many receivers Redis reported for those, in all processes
 * - `received`: what came in on the hub's one connection, whoever published it
 * - `fannedOut`: what the hub handed on: one message once to each that listens here
 */
export type ChannelCounts = { published: number; delivered: number; received: number; fannedOut: number };

export type HubStats = ChannelCounts & {
  /** Named ones. */
  subscribers: number;
  /** The channels of late; the sums above hold the forgotten ones too. */
  channels: ReadonlyMap<string, Readonly<ChannelCounts>>;
  status: HubStatus;
};

/** `ready`: connected, answering, and every target was asked for. */
export type HubStatus = "connecting" | "ready";

export type SubscribeAnswer =
  | { kind: "added"; subscriber: SubscriberView }
  | { kind: "name_taken" }
  /** There are as many subscribers as there may be. */
  | { kind: "full" };

/** Told of every message. One that gives a promise is given the next message when that is settled. */
export type OnMessage = (message: HubMessage) => unknown;
