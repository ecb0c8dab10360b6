import type { Entity } from "../../model/types.ts";
import { byteOffset, type FormattedText, inOrder, linkEntity, MarkupError } from "./formatted-text.ts";
import { readCharacterReference } from "./html-characters.ts";
import { type OpenTag, readTag } from "./html-tag.ts";

const entityOfTag = new Map([
  ["b", "bold"],
  ["strong", "bold"],
  ["i", "italic"],
  ["em", "italic"],
  ["s", "strikethrough"],
  ["strike", "strikethrough"],
  ["del", "strikethrough"],
  ["u", "underline"],
  ["ins", "underline"],
  ["tg-spoiler", "spoiler"],
  ["span", "spoiler"],
  ["code", "code"],
  ["pre", "pre"],
  ["blockquote", "blockquote"],
  ["a", "text_link"],
  ["tg-emoji", "custom_emoji"],
]);

interface OpenElement extends OpenTag {
  offset: number;
}

/** Telegram's HTML. Throws MarkupError. */
export function parseHtml(source: string): FormattedText {
  const open: OpenElement[] = [];
  const entities: Entity[] = [];
  let text = "";
  for (let at = 0; at < source.length; ) {
    if (source[at] === "&") {
      const reference = readCharacterReference(source, at);
      text += reference.text;
      at = reference.end;
    } else if (source[at] !== "<") {
      const next = nextSpecial(source, at);
      text += source.slice(at, next);
      at = next;
    } else if (source[at + 1] === "/") {
      at = closeTag(source, at, open, text, entities);
    } else {
      const tag = readTag(source, at, entityOfTag);
      open.push({ ...tag, offset: text.length });
      at = tag.end;
    }
  }
  const unclosed = open.at(-1);
  if (unclosed === undefined) return { text, entities: inOrder(entities) };
  throw new MarkupError(
    `Can't find end tag corresponding to start tag "${unclosed.name}" at byte offset ${byteOffset(source, unclosed.start)}`,
  );
}

function nextSpecial(source: string, from: number): number {
  let at = from;
  while (at < source.length && source[at] !== "<" && source[at] !== "&") at += 1;
  return at;
}

/** Returns where the source goes on. */
function closeTag(
  source: string,
  start: number,
  open: OpenElement[],
  text: string,
  entities: Entity[],
): number {
  const element = open.pop();
  const place = () => byteOffset(source, start);
  if (element === undefined) throw new MarkupError(`Unexpected end tag at byte offset ${place()}`);
  const match = /^<\/([^\s>]*)\s*>/.exec(source.slice(start, start + 64));
  if (match === null) throw new MarkupError(`Unclosed end tag at byte offset ${place()}`);
  const name = match[1]?.toLowerCase() ?? "";
  if (name !== "" && name !== element.name) {
    throw new MarkupError(
      `Unmatched end tag at byte offset ${place()}, expected "</${element.name}>", found "</${name}>"`,
    );
  }
  const entity = text.length > element.offset ? toEntity(element, text) : undefined;
  if (entity !== undefined) addEntity(entities, entity);
  return start + match[0].length;
}

function toEntity(element: OpenElement, text: string): Entity | undefined {
  const { offset, attributes } = element;
  const length = text.length - offset;
  if (element.name === "a") return linkEntity(attributes.get("href") || text.slice(offset), offset, length);
  if (element.name === "tg-emoji") {
    return { type: "custom_emoji", offset, length, custom_emoji_id: attributes.get("emoji-id") ?? "" };
  }
  if (element.name === "blockquote" && attributes.has("expandable")) {
    return { type: "expandable_blockquote", offset, length };
  }
  const language = /^language-(.+)$/.exec(attributes.get("class") ?? "")?.[1];
  const type = entityOfTag.get(element.name) ?? element.name;
  return element.name === "code" && language !== undefined
    ? { type, offset, length, language }
    : { type, offset, length };
}

/** `<pre><code class="language-x">` is one entity to Telegram: a pre with a language. A code of its own has none. */
function addEntity(entities: Entity[], entity: Entity): void {
  const inner = entities.at(-1);
  if (
    entity.type === "pre" &&
    inner?.type === "code" &&
    inner.offset === entity.offset &&
    inner.length === entity.length
  ) {
    entities.pop();
    entities.push(inner.language === undefined ? entity : { ...entity, language: inner.language });
    return;
  }
  entities.push(entity);
}
