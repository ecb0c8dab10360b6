/**
 * Every Redis name of Bellwire, built from the installation's prefix. docs/redis-keys.md tells type, writer and
 * bound of each.
 */
export function redisKeys(prefix: string) {
  return {
    /** Channel that every bot subscribes to beside the notification channel; who listens here is a bot. */
    botsChannel: `${prefix}:bots`,
    /** Channel of one subscription of one bot, so that Redis can be asked about exactly that one. */
    subscriptionChannel: (botId: string, generation: number) => `${prefix}:bot:${botId}:${generation}`,
    /** Who may take in notifications and poll Telegram: one bot at a time. */
    intakeLease: `${prefix}:intake:lease`,
    /** Who had that lease last, and who before; it outlives the lease. */
    intakeTenure: `${prefix}:intake:tenure`,
    /** Malformed payloads, raw, with the reason. */
    quarantine: `${prefix}:quarantine`,
    /** The latest report of each bot about its own health. */
    presence: `${prefix}:presence`,
    /** One session of the page; the id is stored hashed. */
    session: (hash: string) => `${prefix}:session:${hash}`,
    /** Prefix of the request counters of the rate limiter. */
    rate: `${prefix}:rate`,
    /** The queue door: a list that any program pushes to. */
    queueDoor: `${prefix}:queue`,
    /** What one bot took from the queue door and did not admit yet. */
    queuePending: (botId: string) => `${prefix}:queue:pending:${botId}`,
    /** The bots that may have such a list. */
    queueReaders: `${prefix}:queue:readers`,
    /** The stream door: a stream that any program appends to. */
    streamDoor: `${prefix}:stream`,
    /** Every change of state of every notification. */
    events: `${prefix}:events`,
    /** Written again and again to see whether Redis takes writes. */
    writeProbe: (service: string) => `${prefix}:probe:${service}`,
    /** What stands on a notice board, and the channel on which it is told. */
    board: (name: string) => `${prefix}:board:${name}`,
    /** The boards by the moment they expire, and by their revisions. */
    boards: `${prefix}:boards`,
    boardsByRevision: `${prefix}:boards:newest`,
    /** The last revision of any board. */
    boardsRevision: `${prefix}:boards:revision`,
  };
}

export type Keys = ReturnType<typeof redisKeys>;

/**
 * What the scripts of the delivery queue work with, in the order in which they receive it as KEYS. Those that end in
 * a colon are completed by a script: with the id of a record, the name of a lane, or both. All of them lie in one slot
 * of a cluster when the installation's prefix holds a hash tag.
 */
export function deliveryKeys(prefix: string) {
  const keys = redisKeys(prefix);
  return {
    lease: keys.intakeLease,
    /** Hash per notification: what it is, its state, its history. */
    record: `${prefix}:notification:`,
    /** List of ids per priority and lane: what waits, oldest first. */
    lane: `${prefix}:lane:`,
    /** Hash of lanes that are not idle: where each stands, and what is in flight or comes next. */
    standing: `${prefix}:lanes`,
    /** Hash per lane of which there is more to tell: out of reach, moved, with something scheduled. */
    laneState: `${prefix}:lane-state:`,
    /** Sorted sets of lanes by the moment they are next allowed, one per priority of what they wait with. */
    readyUrgent: `${prefix}:ready:urgent`,
    readyNormal: `${prefix}:ready:normal`,
    readyBulk: `${prefix}:ready:bulk`,
    /** Sorted set of lanes that rest, because somebody wants quiet, by the moment at which that ends. */
    resting: `${prefix}:resting`,
    /** Sorted set of idle lanes by the moment they are next allowed. */
    pace: `${prefix}:pace`,
    /** Hash of what workers have in hand: until when, whose, and how the attempt stands. */
    flight: `${prefix}:flight`,
    /** Sorted set of what is not due yet, by the moment it is. */
    scheduled: `${prefix}:scheduled`,
    /** Sorted set of what web accepted by the channel and no bot admitted, by the moment it was accepted. */
    accepted: `${prefix}:accepted`,
    /** Sorted set of what waits and ends by itself, by that moment; what is in none ends after a week. */
    deadlines: `${prefix}:deadlines`,
    /** Sorted sets of what is out of its lane, or given up, by the moment it came to be so. */
    held: `${prefix}:held`,
    parked: `${prefix}:parked`,
    dead: `${prefix}:dead`,
    /** List of ids, each with its lane, that ended otherwise, in the order of their ends. */
    finished: `${prefix}:finished`,
    /** List of ids per lane: what is parked, oldest first. */
    parkedLane: `${prefix}:parked:`,
    /** Sorted set of all records by the moment they were accepted; and of all by their lanes, then by that moment. */
    index: `${prefix}:index`,
    laneIndex: `${prefix}:index:lanes`,
    /** Hash of lane and replace key to the id that waits with it. */
    replace: `${prefix}:replace`,
    /** Set of lanes that an outage delayed. */
    delayed: `${prefix}:delayed`,
    /** Hash: the budget of sends and what holds it. */
    governor: `${prefix}:governor`,
    /** Sorted set of lanes refused for their pace, by the moment. */
    refusals: `${prefix}:refusals`,
    /** Hash: how many are in each state, and what was counted since the beginning. */
    depth: `${prefix}:depth`,
    events: keys.events,
    queueDoor: keys.queueDoor,
    queueReaders: keys.queueReaders,
    queuePending: keys.queuePending(""),
    streamDoor: keys.streamDoor,
    quarantine: keys.quarantine,
    /** Sorted set of the app's user ids, all of score 0; hash per user id: its chats, in the order they were linked. */
    recipients: `${prefix}:recipients`,
    recipient: `${prefix}:recipient:`,
    /** Sorted set of chats by the moment the offset of their time zone must be looked up; hash per chat: whose it is. */
    chats: `${prefix}:chats`,
    chat: `${prefix}:chat:`,
    /** Sorted set of hashes of link tokens by their ends; hash per such hash: whom the link is for. */
    links: `${prefix}:links`,
    link: `${prefix}:link:`,
    /** Sorted set of categories of notifications by their last use. */
    categories: `${prefix}:categories`,
    /** Sorted set of Telegram's updates that were told as replies, by the moment. */
    repliesTold: `${prefix}:replies-told`,
  };
}

export type DeliveryKeys = ReturnType<typeof deliveryKeys>;

/**
 * What the scripts of the webhooks work with, in the order in which they receive it as KEYS. `delivery` is completed by
 * an id. All of them lie in one slot of a cluster when the installation's prefix holds a hash tag.
 */
export function webhookKeys(prefix: string) {
  return {
    events: redisKeys(prefix).events,
    /** Hash: the last entry of the events that was read, how many there were up to it, how many were missed. */
    position: `${prefix}:webhooks:position`,
    /** Sorted sets of deliveries: by the next try, by the moment they were given up, by the moment they ended. */
    due: `${prefix}:webhooks:due`,
    dead: `${prefix}:webhooks:dead`,
    done: `${prefix}:webhooks:done`,
    /** Hash: how many were delivered, and since when none is. */
    figures: `${prefix}:webhooks:figures`,
    /** Hash per delivery: the event, and what became of it. */
    delivery: `${prefix}:webhook:`,
  };
}

export type WebhookKeys = ReturnType<typeof webhookKeys>;
