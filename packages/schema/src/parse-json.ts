import { LIMITS } from "./limits.ts";
import { type Parsed, refuse } from "./problem.ts";
import { scanJson } from "./scan.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * JSON from bytes, with everything refused or reported that JSON.parse would alter or choke on: size
 * (`too_large`), UTF-8 (`invalid_utf8`), depth (`too_deep`), syntax (`invalid_json`), in this order.
 * `lossyKeys` names the top-level fields that hold a number altered by parsing; whether that matters is for the
 * caller to say. "" stands for a payload without fields. A leading byte order mark is accepted; of fields with the
 * same name the last one wins (a lossy number in any of them counts). Never throws.
 */
export function parseJsonBytes(
  bytes: Uint8Array,
): Parsed<{ value: unknown; lossyKeys: ReadonlySet<string> }> {
  if (bytes.length > LIMITS.payloadMaxBytes) {
    return refuse("too_large", [], `a payload has at most ${LIMITS.payloadMaxBytes} bytes`);
  }
  const text = decodeUtf8(bytes);
  if (text === undefined) return refuse("invalid_utf8", [], "the payload is not valid UTF-8");
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

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}
