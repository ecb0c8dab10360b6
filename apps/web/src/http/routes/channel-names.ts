import { z } from "zod";

const NAME_UNITS = 256;

/** The name of a channel, or a pattern of such names. @param what it is, in words */
export function channelName(what: string) {
  return z
    .string("expected a text")
    .min(1, `${what} has 1 to ${NAME_UNITS} characters`)
    .max(NAME_UNITS, `${what} has 1 to ${NAME_UNITS} characters`)
    .refine((text) => text !== "." && text !== "..", `${what} is not "." or ".."`)
    .refine((text) => Buffer.from(text).toString() === text, `${what} is well formed text`);
}

/** Which channels are Bellwire's own. */
export type Channels = {
  /** The one on which notifications are published. */
  notification: string;
  /** What only our own parts say something on, or listen to. */
  isInternal: (channel: string) => boolean;
};

export function ownChannels(notification: string, prefix: string): Channels {
  return { notification, isInternal: (channel) => channel.startsWith(`${prefix}:`) };
}

export const RESERVED_DETAIL = {
  publish:
    "Bellwire itself publishes on this channel. To send a notification use POST /notifications; for anything else " +
    "choose another channel.",
  subscribe:
    "Bellwire's own parts talk on this channel, and who listens is counted as one of them. Subscribe to a pattern " +
    "instead, or choose another channel.",
};
