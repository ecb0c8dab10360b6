import { judgeRequest, type NotificationRequest } from "./edge.ts";
import { LIMITS } from "./limits.ts";
import { decodeUtf8, parseJsonBytes, parseJsonText, tooLarge } from "./parse-json.ts";
import { type Parsed, type Refused, refuse } from "./problem.ts";
import { splitJsonArray } from "./split-array.ts";

/** One item of a batch: what is wrong with it is its own matter. */
export type BatchItem = Parsed<NotificationRequest>;

const NEWLINE = 0x0a;

/**
 * Reads the body of POST /notifications/batch: a JSON array of notifications, or, as NDJSON, one a line. Each item is
 * read as strictly as `readNotificationRequest` reads one, within the same limits; the place in the answer is the
 * item's place among the items (blank lines of NDJSON are none). The body as a whole is refused when it has too many
 * bytes or items, or is no JSON array; one line of NDJSON that is no JSON is one bad item. Never throws.
 * @param nowMs what `send_at` is measured from
 */
export function readNotificationBatch(
  bytes: Uint8Array,
  ndjson: boolean,
  nowMs = Date.now(),
): Parsed<BatchItem[]> {
  if (bytes.length > LIMITS.batchMaxBytes) {
    return refuse("too_large", [], `a batch has at most ${LIMITS.batchMaxBytes} bytes`);
  }
  return ndjson ? readLines(bytes, nowMs) : readArray(bytes, nowMs);
}

function readLines(bytes: Uint8Array, nowMs: number): Parsed<BatchItem[]> {
  const items: BatchItem[] = [];
  for (let start = skipBlank(bytes, 0); start < bytes.length; ) {
    if (items.length === LIMITS.batchMaxItems) return tooManyItems();
    const newline = bytes.indexOf(NEWLINE, start);
    const end = newline === -1 ? bytes.length : newline;
    const parsed = parseJsonBytes(bytes.subarray(start, end));
    items.push(parsed.ok ? judgeRequest(parsed.value, nowMs) : parsed);
    start = skipBlank(bytes, end);
  }
  return { ok: true, value: items };
}

function readArray(bytes: Uint8Array, nowMs: number): Parsed<BatchItem[]> {
  const text = decodeUtf8(bytes);
  if (text === undefined) return refuse("invalid_utf8", [], "the batch is not valid UTF-8");
  const split = splitJsonArray(text, LIMITS.batchMaxItems);
  if (split === "too_many") return tooManyItems();
  if (split === "no_array") {
    const detail = "a batch must be a JSON array of notifications, or, as application/x-ndjson, one a line";
    return refuse("invalid_notification", [], detail);
  }
  const items: BatchItem[] = [];
  for (const slice of split === "broken" ? [""] : split) {
    const item = readSlice(slice, nowMs);
    // Where one item is no JSON, nobody knows where the next one begins.
    if (!item.ok && item.problem.code === "invalid_json") {
      return refuse("invalid_json", [], "the batch is not valid JSON");
    }
    items.push(item);
  }
  return { ok: true, value: items };
}

/** What is too large or too deep is not parsed: that it is JSON nobody has promised. */
function readSlice(slice: string, nowMs: number): BatchItem {
  if (Buffer.byteLength(slice) > LIMITS.payloadMaxBytes) return tooLarge();
  const parsed = parseJsonText(slice);
  return parsed.ok ? judgeRequest(parsed.value, nowMs) : parsed;
}

function tooManyItems(): Refused {
  return refuse("too_large", [], `a batch has at most ${LIMITS.batchMaxItems} items`);
}

/** The index of the next byte that is neither white space of JSON nor the end of a line. */
function skipBlank(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && isBlank(bytes[at])) at++;
  return at;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0d || byte === NEWLINE;
}
