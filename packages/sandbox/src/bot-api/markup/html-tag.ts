import { byteOffset, MarkupError } from "./formatted-text.ts";
import { decodeCharacterReferences } from "./html-characters.ts";

export interface OpenTag {
  name: string;
  attributes: ReadonlyMap<string, string>;
  /** Where its `<` stands. */
  start: number;
  /** Behind its `>`. */
  end: number;
}

const tagName = /<([^\s>]*)/y;
const blank = /\s*/y;
const attributeName = /[^\s=>]+/y;
const attributeValue = /=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.-]+))/y;

/** Reads the start tag at `start`. Throws MarkupError for what Telegram refuses. */
export function readTag(source: string, start: number, known: ReadonlyMap<string, string>): OpenTag {
  const name = (match(tagName, source, start)?.[1] ?? "").toLowerCase();
  // Counted for a refusal only: counting at every tag would make long texts slow.
  const place = () => byteOffset(source, start);
  if (start + 1 + name.length >= source.length)
    throw new MarkupError(`Unclosed start tag at byte offset ${place()}`);
  if (!known.has(name)) throw new MarkupError(`Unsupported start tag "${name}" at byte offset ${place()}`);
  const attributes = new Map<string, string>();
  let at = afterBlank(source, start + 1 + name.length);
  while (source[at] !== ">") {
    if (at >= source.length) throw new MarkupError(`Unclosed start tag at byte offset ${place()}`);
    at = readAttribute(source, at, name, attributes);
  }
  checkAttributes(name, attributes, place);
  return { name, attributes, start, end: at + 1 };
}

/** Returns where the tag goes on, blanks skipped. */
function readAttribute(source: string, start: number, tag: string, attributes: Map<string, string>): number {
  const name = match(attributeName, source, start)?.[0];
  if (name === undefined) {
    throw new MarkupError(
      `Empty attribute name in the tag "${tag}" at byte offset ${byteOffset(source, start)}`,
    );
  }
  const at = afterBlank(source, start + name.length);
  if (source[at] !== "=") {
    // `expandable` is the one attribute that may stand without a value.
    if (tag !== "blockquote" && at < source.length) {
      const place = byteOffset(source, start);
      throw new MarkupError(
        `Expected equal sign in declaration of an attribute of the tag "${tag}" at byte offset ${place}`,
      );
    }
    attributes.set(name.toLowerCase(), "");
    return at;
  }
  const value = match(attributeValue, source, at);
  if (value === null) {
    throw new MarkupError(`Unclosed start tag at byte offset ${byteOffset(source, start)}`);
  }
  attributes.set(name.toLowerCase(), decodeCharacterReferences(value[1] ?? value[2] ?? value[3] ?? ""));
  return afterBlank(source, at + value[0].length);
}

function checkAttributes(name: string, attributes: ReadonlyMap<string, string>, place: () => number): void {
  if (name === "span" && attributes.get("class") !== "tg-spoiler") {
    throw new MarkupError(`Tag "span" must have class "tg-spoiler" at byte offset ${place()}`);
  }
  if (name === "tg-emoji" && !/^\d{1,20}$/.test(attributes.get("emoji-id") ?? "")) {
    throw new MarkupError("Invalid custom emoji identifier specified");
  }
}

function afterBlank(source: string, at: number): number {
  return at + (match(blank, source, at)?.[0].length ?? 0);
}

function match(pattern: RegExp, source: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}
