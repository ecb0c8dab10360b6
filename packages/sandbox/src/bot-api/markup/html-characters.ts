const named = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
]);
const reference = /&(?:#x([0-9a-f]{1,8})|#(\d{1,8})|([a-z]+));?/iy;

/** Reads what stands at an `&`. What is no reference that Telegram knows stays as it is. */
export function readCharacterReference(source: string, start: number): { text: string; end: number } {
  reference.lastIndex = start;
  const match = reference.exec(source);
  if (match === null) return { text: "&", end: start + 1 };
  const [whole, hexadecimal, decimal, name] = match;
  if (name !== undefined) {
    const character = named.get(name);
    return character === undefined
      ? { text: "&", end: start + 1 }
      : { text: character, end: start + whole.length };
  }
  const point =
    hexadecimal === undefined ? Number.parseInt(decimal ?? "0", 10) : Number.parseInt(hexadecimal, 16);
  const isCharacter = point > 0 && point < 0x10ffff && !(point >= 0xd800 && point <= 0xdfff);
  return isCharacter
    ? { text: String.fromCodePoint(point), end: start + whole.length }
    : { text: "&", end: start + 1 };
}

export function decodeCharacterReferences(source: string): string {
  let text = "";
  for (let at = 0; at < source.length; ) {
    const next = source.indexOf("&", at);
    if (next < 0) return text + source.slice(at);
    const read = readCharacterReference(source, next);
    text += source.slice(at, next) + read.text;
    at = read.end;
  }
  return text;
}
