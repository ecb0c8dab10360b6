/** Telegram's limit is 4,096 code points; as many UTF-16 units are never more than that. */
export const PART_MAX_UNITS = 4096;

/** Where a text may be cut, best first. Each cut comes after the match, so that nothing is lost. */
const SEPARATORS = [/\n\s*\n/g, /\n/g, /\s/g];

/** Nothing that Telegram would show; a part of nothing else is refused. The last two are a blank pattern and an object's place. */
const BLANK = /^[\s\p{Cc}\p{Cf}\u2800\ufffc]*$/u;

const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * Cuts a text into parts that Telegram takes: after a paragraph, else after a line, else after a word, else between
 * two characters as a person sees them. Put together, the parts are the text; parts with nothing to see, which
 * Telegram refuses, are left out.
 */
export function splitText(text: string, maxUnits: number = PART_MAX_UNITS): string[] {
  const parts: string[] = [];
  let rest = text;
  while (rest.length > maxUnits) {
    const end = cutAt(rest, maxUnits);
    parts.push(rest.slice(0, end));
    rest = rest.slice(end);
  }
  parts.push(rest);
  const visible = parts.filter((part) => !BLANK.test(part));
  // A text with nothing to see at all is for Telegram to judge: it must not vanish here.
  return visible.length > 0 ? visible : parts.slice(0, 1);
}

/** End of the first part of `text`, which is longer than `maxUnits`. */
function cutAt(text: string, maxUnits: number): number {
  const window = text.slice(0, maxUnits);
  for (const separator of SEPARATORS) {
    const end = lastEnd(window, separator);
    // A cut in the first half would make many small parts of one text.
    if (end > maxUnits / 2 && isBoundary(text, end)) return end;
  }
  const start = graphemeStart(text, maxUnits);
  if (start > 0) return start;
  return isLowSurrogate(text.charCodeAt(maxUnits)) ? maxUnits - 1 : maxUnits;
}

function lastEnd(window: string, separator: RegExp): number {
  let end = 0;
  for (const match of window.matchAll(separator)) end = match.index + match[0].length;
  return end;
}

function isBoundary(text: string, index: number): boolean {
  return graphemeStart(text, index) === index;
}

/** Start of the grapheme that the unit at `index` belongs to. */
function graphemeStart(text: string, index: number): number {
  return graphemes.segment(text).containing(index)?.index ?? index;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
