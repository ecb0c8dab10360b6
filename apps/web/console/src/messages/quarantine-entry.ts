import { fieldsOf, numberOf, textOf, timeOf } from "../api/read.ts";

/** A malformed payload as `GET /quarantine` shows it. */
export type QuarantineEntry = {
  id: string;
  atMs: number | undefined;
  door: string;
  /** Stable word for what is wrong. */
  reason: string;
  /** A sentence for a person. */
  detail: string;
  /** Of the whole payload, however much of it was kept. */
  bytes: number;
  /** What was kept of it. */
  base64: string;
  /** The same as text; undefined where it is none. */
  text: string | undefined;
  truncated: boolean;
};

/** undefined for what cannot be shown. */
export function parseEntry(value: unknown): QuarantineEntry | undefined {
  const fields = fieldsOf(value);
  const id = textOf(fields.id);
  if (id === undefined) return undefined;
  return {
    id,
    atMs: timeOf(fields.at),
    door: textOf(fields.door) ?? "?",
    reason: textOf(fields.reason) ?? "?",
    detail: textOf(fields.detail) ?? "",
    bytes: numberOf(fields.bytes) ?? 0,
    base64: textOf(fields.raw_base64) ?? "",
    text: textOf(fields.text),
    truncated: fields.truncated === true,
  };
}

/** The payload as hexadecimal text. */
export function hexOf({ base64 }: QuarantineEntry): string {
  try {
    return Array.from(atob(base64), (char) => char.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  } catch {
    return "";
  }
}

const TEMPLATE = '{"user_id": 42, "message": ""}';

/** What a person begins with who wants to publish it after all: the payload itself where it is a text. */
export function draftOf({ text }: QuarantineEntry): string {
  return text === undefined || text.trim() === "" ? TEMPLATE : text;
}
