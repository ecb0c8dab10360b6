/** What a notification may be at most. The contract; changing one changes what publishers may send. */
export const LIMITS = {
  /** Length of `message` in UTF-16 code units, as JavaScript counts. Four messages of Telegram's own 4,096. */
  messageMaxUnits: 16_384,
  /** One payload, in bytes of UTF-8. */
  payloadMaxBytes: 262_144,
  /** Objects and arrays within each other; the outermost is 1. */
  jsonMaxDepth: 32,
  /** Largest magnitude of `user_id`: Telegram's ids have at most 52 significant bits. */
  userIdMax: 2 ** 52 - 1,
} as const;
