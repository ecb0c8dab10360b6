import { isLongerThan, textMaxPoints } from "../model/text-length.ts";
import type { Entity } from "../model/types.ts";
import { type Refusal, refuse } from "./answer.ts";
import { type FormattedText, inOrder, MarkupError } from "./markup/formatted-text.ts";
import { parseHtml } from "./markup/html.ts";
import { parseMarkdownV2 } from "./markup/markdown.ts";
import { type Fields, structureOf, textOf } from "./parameters.ts";

/** Bytes of the raw parameter, before parsing. */
const rawTextMaxBytes = 32_768;
const entitiesMax = 100;
const loneSurrogate = /\p{Surrogate}/u;

/** The text a call wants to send, checked, stripped of its markup and normalised as Telegram does it. */
export function readText(fields: Fields): FormattedText | Refusal {
  const raw = textOf(fields, "text");
  if (raw === "") return refuse(400, "message text is empty");
  if (raw.length * 3 > rawTextMaxBytes && Buffer.byteLength(raw) > rawTextMaxBytes)
    return refuse(400, "text is too long");
  if (loneSurrogate.test(raw)) return refuse(400, "strings must be encoded in UTF-8");
  const parsed = parse(raw, fields);
  if ("ok" in parsed) return parsed;
  const { text, entities } = trim(parsed);
  if (text === "") return refuse(400, "text must be non-empty");
  if (isLongerThan(text, textMaxPoints)) return refuse(400, "message is too long");
  return { text, entities: entities.slice(0, entitiesMax) };
}

function parse(raw: string, fields: Fields): FormattedText | Refusal {
  const mode = textOf(fields, "parse_mode").toLowerCase();
  if (mode === "" || mode === "none") return withGivenEntities(raw, fields);
  if (mode !== "html" && mode !== "markdownv2") return refuse(400, "unsupported parse_mode");
  try {
    // Cleaned before the markup is taken off, so that no offset has to be moved afterwards.
    return mode === "html" ? parseHtml(cleanText(raw)) : parseMarkdownV2(cleanText(raw));
  } catch (error) {
    if (!(error instanceof MarkupError)) throw error;
    return refuse(400, `can't parse entities: ${error.message}`);
  }
}

function withGivenEntities(raw: string, fields: Fields): FormattedText | Refusal {
  const text = cleanText(raw);
  const given = structureOf(fields, "entities");
  if (given === undefined) return { text, entities: [] };
  if (!Array.isArray(given)) return refuse(400, "can't parse entities: expected an Array of MessageEntity");
  const entities: Entity[] = [];
  for (const entity of given) {
    if (!isEntity(entity)) return refuse(400, "can't parse entities: invalid MessageEntity specified");
    const isInside = entity.offset >= 0 && entity.length > 0 && entity.offset + entity.length <= text.length;
    if (isInside) entities.push(pickEntity(entity));
  }
  return { text, entities: inOrder(entities) };
}

function isEntity(value: unknown): value is Entity {
  if (typeof value !== "object" || value === null) return false;
  const { type, offset, length } = value as Partial<Record<keyof Entity, unknown>>;
  return typeof type === "string" && Number.isInteger(offset) && Number.isInteger(length);
}

function pickEntity({ type, offset, length, url, language }: Entity): Entity {
  const entity: Entity = { type: type.slice(0, 32), offset, length };
  if (typeof url === "string") entity.url = url;
  if (typeof language === "string") entity.language = language;
  return entity;
}

/** Control characters but the line break become blanks; `\r` and U+2028 to U+202E disappear. */
function cleanText(text: string): string {
  let cleaned = "";
  let keptFrom = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isControl = code < 0x20 && code !== 0x0a;
    if (!isControl && !(code >= 0x2028 && code <= 0x202e)) continue;
    cleaned += text.slice(keptFrom, at) + (isControl && code !== 0x0d ? " " : "");
    keptFrom = at + 1;
  }
  return keptFrom === 0 ? text : cleaned + text.slice(keptFrom);
}

/** Takes blanks and line breaks off both ends, and moves or cuts the entities with them. */
function trim({ text, entities }: FormattedText): FormattedText {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text.charCodeAt(start))) start += 1;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end -= 1;
  if (start === 0 && end === text.length) return { text, entities };
  const kept: Entity[] = [];
  for (const entity of entities) {
    const from = Math.max(entity.offset, start);
    const to = Math.min(entity.offset + entity.length, end);
    if (to > from) kept.push({ ...entity, offset: from - start, length: to - from });
  }
  return { text: text.slice(start, end), entities: kept };
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a;
}
