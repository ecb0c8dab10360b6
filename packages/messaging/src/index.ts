export type { BoardChange, BoardValue } from "./board/board-value.ts";
export { BoardWatch } from "./board/board-watch.ts";
export { BOARD_VALUE_BYTES, Boards, type BoardsListener, type PutAnswer } from "./board/boards.ts";
export {
  type AcceptAnswer,
  Acceptance,
  type AcceptDraft,
} from "./delivery/acceptance.ts";
export { type CancelAnswer, DeliveryDesk, type DeskAnswer } from "./delivery/delivery-desk.ts";
export {
  type AdmitAnswer,
  type AdmitOrder,
  DeliveryIntake,
  INTAKE_GROUP,
  type IntakeItem,
  type Rejected,
} from "./delivery/delivery-intake.ts";
export type { DeliveryStats } from "./delivery/delivery-stats.ts";
export { DeliveryWorker } from "./delivery/delivery-worker.ts";
export { intervalsOf } from "./delivery/governor-intervals.ts";
export type { DeliveryState, Door, Draft, GovernorLimits, Priority, Retention } from "./delivery/model.ts";
export { copyIdOf, type DeliveryRecord, originalIdOf, type TimelineEntry } from "./delivery/record.ts";
export type { Claim, Settlement, Taken, TurnAnswer } from "./delivery/taken.ts";
export { type DoorsView, readDoors } from "./doors-view.ts";
export { BEFORE_ALL, type DeliveryEvent, isAfter } from "./events/delivery-event.ts";
export { EventLog } from "./events/event-log.ts";
export { EventReader, type Told } from "./events/event-reader.ts";
export { type EventListener, EventTail } from "./events/event-tail.ts";
export {
  isDeliveryEvent,
  type RecipientEvent,
  type RecipientEventKind,
  type StoredEvent,
} from "./events/recipient-event.ts";
export { type ExpiringTokens, expiringTokens } from "./expiring-tokens.ts";
export {
  type HistoryPage,
  type HistoryThenLiveOptions,
  historyThenLive,
} from "./history/history-then-live.ts";
export type { LiveListener } from "./history/live-buffer.ts";
export { type Keys, redisKeys } from "./keys.ts";
export { Lease, type LeaseState } from "./lease.ts";
export { type LeaseWord, leaseWord, readLeaseWord } from "./lease-word.ts";
export { QueueReader, type QueueReading, type ReadingBounds, type SizeLimit } from "./list/queue-reader.ts";
export type { Listening } from "./listening.ts";
export { Presence, type PresenceReport } from "./presence.ts";
export {
  type ChannelMessage,
  ChannelSubscription,
  type SubscriptionStatus,
} from "./pubsub/channel-subscription.ts";
export type { Heard } from "./pubsub/heard.ts";
export { Hub, type HubOptions, type HubTarget, type HubWatcher } from "./pubsub/hub.ts";
export type {
  ChannelCounts,
  HubMessage,
  HubStats,
  OnMessage,
  SubscribeAnswer,
  SubscriberState,
  SubscriberView,
} from "./pubsub/hub-model.ts";
export {
  QUARANTINE_RAW_BYTES,
  Quarantine,
  type QuarantineDraft,
  type QuarantineEntry,
  type QuarantinePage,
} from "./quarantine.ts";
export { createRateLimiter, type RateLimiter } from "./rate-limiter.ts";
export type { LinkAnswer, RedeemAnswer, UnlinkAnswer } from "./recipients/answers.ts";
export { Chats, type Return } from "./recipients/chats.ts";
export type {
  ChatFacts,
  ChatKind,
  ChatView,
  Preferences,
  QuietHours,
  Recipient,
  RecipientPage,
} from "./recipients/model.ts";
export { Recipients } from "./recipients/recipients.ts";
export { timeZoneNamed, zoneOffset } from "./recipients/time-zone.ts";
export { type RedisTrouble, RedisUnavailableError } from "./redis-errors.ts";
export { isRedisFull } from "./redis-full.ts";
export { RedisLink } from "./redis-link.ts";
export { redisWords } from "./redis-words.ts";
export { PARKED_DAYS } from "./scripts/delivery/lanes.ts";
export { GroupReader, type StreamEntry, type StreamReading } from "./stream/group-reader.ts";
export { StreamKeeper, type StreamSizes } from "./stream/stream-keeper.ts";
export type {
  WebhookDelivery,
  WebhookFigures,
  WebhookSettlement,
  WebhookState,
  WebhookTaken,
  WebhookType,
} from "./webhooks/model.ts";
export { WebhookDesk, type WebhookRetryAnswer } from "./webhooks/webhook-desk.ts";
export { type Collected, WebhookQueue } from "./webhooks/webhook-queue.ts";
