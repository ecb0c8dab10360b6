export {
  type AcceptAnswer,
  Acceptance,
  type AcceptDraft,
} from "./delivery/acceptance.ts";
export { type CancelAnswer, DeliveryDesk, type DeskAnswer } from "./delivery/delivery-desk.ts";
export {
  type AdmitAnswer,
  DeliveryIntake,
  INTAKE_GROUP,
  type IntakeItem,
  type Rejected,
} from "./delivery/delivery-intake.ts";
export type { DeliveryStats } from "./delivery/delivery-stats.ts";
export { DeliveryWorker } from "./delivery/delivery-worker.ts";
export type {
  Claim,
  DeliveryRecord,
  DeliveryState,
  Door,
  Draft,
  GovernorLimits,
  Priority,
  Retention,
  Settlement,
  TakeAnswer,
  Taken,
  TimelineEntry,
} from "./delivery/model.ts";
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
