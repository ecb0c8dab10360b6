import { endOfString, isClosing, isOpening } from "./scan.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const BLANK = /^[ \t\r\n]*$/;
const NOT_BLANK = /[^ \t\r\n]/;

/**
 * The items of a JSON array as they are written, the white space around them included, in one pass that is neither
 * recursive nor throwing. The text is JSON when each of the items is; text that cannot be, whatever its items are,
 * is `broken`, and text that does not begin as an array is `no_array`. Stops at the first item above `max`.
 */
export function splitJsonArray(text: string, max: number): string[] | "no_array" | "broken" | "too_many" {
  const open = text.search(NOT_BLANK);
  if (text[open] !== "[") return "no_array";
  const items: string[] = [];
  let depth = 1;
  let start = open + 1;
  for (let at = start; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === QUOTE) at = endOfString(text, at) - 1;
    else if (isOpening(unit)) depth += 1;
    else if (unit === COMMA && depth === 1) {
      items.push(text.slice(start, at));
      start = at + 1;
      if (items.length === max) return "too_many";
    } else if (isClosing(unit)) {
      depth -= 1;
      if (depth === 0) return closed(text, start, at, items);
    }
  }
  return "broken";
}

function closed(text: string, start: number, end: number, items: string[]): string[] | "broken" {
  if (text[end] !== "]" || !BLANK.test(text.slice(end + 1))) return "broken";
  const last = text.slice(start, end);
  if (items.length > 0 || !BLANK.test(last)) items.push(last);
  return items;
}
