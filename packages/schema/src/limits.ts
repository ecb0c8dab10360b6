/** What a notification may be at most. The contract; changing one changes what publishers may send. */
export const LIMITS = {
  /** Length of `message` in UTF-16 code units, as JavaScript counts. Four messages of Telegram's own 4,096. */
  messageMaxUnits: 16_384,
  /** One payload, in bytes of UTF-8. */
  payloadMaxBytes: 262_144,
  /** Objects and arrays within each other; the outermost is 1. */
  jsonMaxDepth: 32,
  /** Largest magnitude of a `user_id` that is a number: Telegram's ids have at most 52 significant bits. */
  userIdMax: 2 ** 52 - 1,
  /** Length of a `user_id` that is a string, in UTF-16 code units. */
  userIdMaxUnits: 128,
  /** Length of `id` and of `replace_key`. */
  identifierMaxUnits: 128,
  /** Length of `category`. */
  categoryMaxUnits: 64,
  /** How far ahead `send_at` may lie. */
  sendAheadMaxDays: 366,
  /** Largest `ttl_seconds`: 366 days. */
  ttlMaxSeconds: 31_622_400,
  /** Largest `thread_id`. */
  threadIdMax: 2 ** 31 - 1,
  /** Rows of `buttons`, and buttons in a row. */
  buttonRowsMax: 8,
  buttonsPerRowMax: 8,
  /** Lengths of a button's text and address, in UTF-16 code units. */
  buttonTextMaxUnits: 64,
  buttonUrlMaxUnits: 2048,
  /** One batch. */
  batchMaxItems: 1000,
  batchMaxBytes: 8_388_608,
} as const;
