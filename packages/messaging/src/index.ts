export { type ExpiringTokens, expiringTokens } from "./expiring-tokens.ts";
export { type Keys, redisKeys } from "./keys.ts";
export { Lease, type LeaseState } from "./lease.ts";
export { Presence, type PresenceReport } from "./presence.ts";
export {
  type ChannelMessage,
  ChannelSubscription,
  type SubscriptionStatus,
} from "./pubsub/channel-subscription.ts";
export { publishToListeners } from "./pubsub/publish.ts";
export {
  QUARANTINE_RAW_BYTES,
  Quarantine,
  type QuarantineDraft,
  type QuarantineEntry,
  type QuarantinePage,
} from "./quarantine.ts";
export { createRateLimiter, type RateLimiter } from "./rate-limiter.ts";
export { type RedisTrouble, RedisUnavailableError } from "./redis-errors.ts";
export { RedisLink } from "./redis-link.ts";
export { redisWords } from "./redis-words.ts";
