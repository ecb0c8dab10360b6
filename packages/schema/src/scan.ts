import { isAlteredByParsing } from "./decimal.ts";
import { LIMITS } from "./limits.ts";

export type Scan = {
  tooDeep: boolean;
  /** Top-level fields with a number, at any depth, that JSON.parse would alter; "" when there are no fields. */
  lossyKeys: ReadonlySet<string>;
};

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const NONE: ReadonlySet<string> = new Set();

/**
 * One pass over JSON text, before it is parsed: neither recursive nor throwing, linear in time, on any text.
 * For text that is not JSON the answer means nothing but `tooDeep`, which parsing need not be tried after.
 */
export function scanJson(text: string): Scan {
  let depth = 0;
  let lossyKeys: Set<string> | undefined;
  // Where the last string began and ended, and where the name before the last colon of the outermost object did.
  let stringStart = 0;
  let stringEnd = 0;
  let keyStart = 0;
  let keyEnd = 0;
  // The name last added: a long one with many numbers behind it is decoded once.
  let addedEnd = -1;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) {
      stringStart = at;
      stringEnd = endOfString(text, at);
      at = stringEnd - 1;
    } else if (unit === COLON) {
      if (depth === 1) {
        keyStart = stringStart;
        keyEnd = stringEnd;
      }
    } else if ((unit >= ZERO && unit <= NINE) || unit === MINUS) {
      const end = endOfNumber(text, at);
      if (addedEnd !== keyEnd && isAlteredByParsing(text.slice(at, end))) {
        addedEnd = keyEnd;
        lossyKeys ??= new Set();
        lossyKeys.add(decodeKey(text.slice(keyStart, keyEnd)));
      }
      at = end - 1;
    } else if (isOpening(unit)) {
      depth += 1;
      if (depth > LIMITS.jsonMaxDepth) return { tooDeep: true, lossyKeys: NONE };
    } else if (isClosing(unit)) {
      depth -= 1;
    }
  }
  return { tooDeep: false, lossyKeys: lossyKeys ?? NONE };
}

export function isOpening(unit: number): boolean {
  return unit === 0x7b || unit === 0x5b; // { [
}

export function isClosing(unit: number): boolean {
  return unit === 0x7d || unit === 0x5d; // } ]
}

/** The index after the closing quote, or the end of the text when there is none. */
export function endOfString(text: string, start: number): number {
  for (let quote = text.indexOf('"', start + 1); quote !== -1; quote = text.indexOf('"', quote + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(quote - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return quote + 1;
  }
  return text.length;
}

/** Everything that may stand in a number; whether it stands there rightly is for JSON.parse to say. */
function endOfNumber(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && isNumberUnit(text.charCodeAt(at))) at++;
  return at;
}

function isNumberUnit(unit: number): boolean {
  if (unit >= ZERO && unit <= NINE) return true;
  return unit === 0x2e || unit === 0x65 || unit === 0x45 || unit === MINUS || unit === 0x2b; // . e E - +
}

function decodeKey(quoted: string): string {
  if (quoted === "") return "";
  try {
    return String(JSON.parse(quoted));
  } catch {
    return ""; // then the whole text is no JSON either, and will be refused as that
  }
}
