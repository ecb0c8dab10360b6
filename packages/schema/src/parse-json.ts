import { LIMITS } from "./limits.ts";
import { type Parsed, type Refused, refuse } from "./problem.ts";
import { scanJson } from "./scan.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

/** JSON, and the top-level fields that hold a number altered by parsing; "" for a payload without fields. */
export type ParsedJson = { value: unknown; lossyKeys: ReadonlySet<string> };

/**
 * JSON from bytes, with everything refused or reported that JSON.parse would alter or choke on: size
 * (`too_large`), UTF-8 (`invalid_utf8`), depth (`too_deep`), syntax (`invalid_json`), in this order.
 * `lossyKeys` names the top-level fields that hold a number altered by parsing; whether that matters is for the
 * caller to say. A leading byte order mark is accepted; of fields with the same name the last one wins (a lossy
 * number in any of them counts). Never throws.
 */
export function parseJsonBytes(bytes: Uint8Array): Parsed<ParsedJson> {
  if (bytes.length > LIMITS.payloadMaxBytes) return tooLarge();
  const text = decodeUtf8(bytes);
  if (text === undefined) return refuse("invalid_utf8", [], "the payload is not valid UTF-8");
  return parseJsonText(text);
}

/** The same from text, whose size the caller has judged. */
export function parseJsonText(text: string): Parsed<ParsedJson> {
  const scan = scanJson(text);
  if (scan.tooDeep) {
    return refuse("too_deep", [], `objects and arrays may be nested at most ${LIMITS.jsonMaxDepth} deep`);
  }
  try {
    const value: unknown = JSON.parse(text);
    return { ok: true, value: { value, lossyKeys: scan.lossyKeys } };
  } catch {
    // The parser's own message quotes the text; it must not reach a log or an answer.
    return refuse("invalid_json", [], "the payload is not valid JSON");
  }
}

/** Text from UTF-8 without its byte order mark; undefined when the bytes are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The refusal of one payload of too many bytes. */
export function tooLarge(): Refused {
  return refuse("too_large", [], `a payload has at most ${LIMITS.payloadMaxBytes} bytes`);
}
