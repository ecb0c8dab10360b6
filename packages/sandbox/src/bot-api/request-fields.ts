import { isUtf8 } from "node:buffer";
import { type Refusal, refuse } from "./answer.ts";
import { boundaryOf, splitMultipart } from "./multipart.ts";
import type { Fields } from "./parameters.ts";

/**
 * Stands for bytes that are no UTF-8. It is a lone surrogate, which no valid text holds, so that the one check for well-formed
 * text finds both.
 */
const notUtf8 = "\ud800";

export type ReadFields = { ok: true; fields: Fields } | Refusal;

const noFields: ReadFields = { ok: true, fields: {} };

/** All parameters of a call: those of the query and, where both name one, rather those of the body. */
export function readFields(query: string, contentType: string | undefined, body: Buffer): ReadFields {
  const read = body.length === 0 ? noFields : readBodyFields(contentType ?? "", body);
  if (query === "" || !read.ok) return read;
  return { ok: true, fields: { ...readForm(Buffer.from(query, "latin1")), ...read.fields } };
}

/** A body of any other type is ignored, as Telegram does. */
function readBodyFields(contentType: string, body: Buffer): ReadFields {
  const type = contentType.toLowerCase();
  if (type.startsWith("application/json")) return readJson(body);
  if (type.startsWith("application/x-www-form-urlencoded")) return { ok: true, fields: readForm(body) };
  if (type.startsWith("multipart/form-data")) return readMultipart(contentType, body);
  return noFields;
}

function readJson(body: Buffer): ReadFields {
  if (!isUtf8(body)) return refuse(400, "strings must be encoded in UTF-8");
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    if (isFields(value)) return { ok: true, fields: value };
  } catch {
    // Answered below, like JSON that is no object.
  }
  return refuse(400, "can't parse JSON object");
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function readMultipart(contentType: string, body: Buffer): ReadFields {
  const boundary = boundaryOf(contentType);
  const parts = boundary === undefined ? undefined : splitMultipart(body, boundary);
  if (parts === undefined) return refuse(400, "can't parse multipart form data");
  const fields: Record<string, unknown> = Object.create(null);
  for (const part of parts) if (!part.isFile) fields[part.name] = textFrom(part.value);
  return { ok: true, fields };
}

function readForm(bytes: Buffer): Fields {
  const fields: Record<string, unknown> = Object.create(null);
  for (let at = 0; at < bytes.length; ) {
    const ampersand = bytes.indexOf(0x26, at);
    const end = ampersand < 0 ? bytes.length : ampersand;
    const equals = bytes.subarray(at, end).indexOf(0x3d);
    const nameEnd = equals < 0 ? end : at + equals;
    if (nameEnd > at)
      fields[decode(bytes.subarray(at, nameEnd))] = decode(bytes.subarray(Math.min(nameEnd + 1, end), end));
    at = end + 1;
  }
  return fields;
}

function decode(bytes: Buffer): string {
  const raw = textFrom(bytes);
  if (!raw.includes("%") && !raw.includes("+")) return raw;
  try {
    return decodeURIComponent(raw.replaceAll("+", " "));
  } catch {
    return decodeLoosely(bytes);
  }
}

/** Leaves a `%` that begins no escape as it is, as Telegram does. */
function decodeLoosely(bytes: Buffer): string {
  const out = Buffer.alloc(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    const hex = byte === 0x25 ? bytes.toString("latin1", at + 1, at + 3) : "";
    if (/^[0-9a-f]{2}$/i.test(hex)) {
      out[length] = Number.parseInt(hex, 16);
      at += 2;
    } else out[length] = byte === 0x2b ? 0x20 : byte;
    length += 1;
  }
  return textFrom(out.subarray(0, length));
}

function textFrom(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString("utf8") : notUtf8;
}
