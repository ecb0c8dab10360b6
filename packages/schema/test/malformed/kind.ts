import type { ProblemCode } from "../../src/index.ts";

export type MalformedPayload = { name: string; bytes: Uint8Array; code: ProblemCode };
export type Row = readonly [name: string, payload: string | Uint8Array];

/** One catalogue entry for each row, all refused with the same code. */
export function kinds(code: ProblemCode, rows: readonly Row[]): MalformedPayload[] {
  return rows.map(([name, payload]) => ({ name, code, bytes: toBytes(payload) }));
}

export function toBytes(payload: string | Uint8Array): Uint8Array {
  return typeof payload === "string" ? Buffer.from(payload, "utf8") : payload;
}

/** Strings as UTF-8 and numbers as single bytes, one after the other. */
export function join(...parts: (string | number | Uint8Array)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === "number" ? Buffer.of(part) : toBytes(part))));
}

export const VALID = '{"user_id":42,"message":"hi"}';

/** A notification whose user_id is written like this. */
export function userId(json: string): string {
  return `{"user_id":${json},"message":"hi"}`;
}

/** A notification whose message is written like this. */
export function message(json: string): string {
  return `{"user_id":42,"message":${json}}`;
}

/** A good notification with more members after the two. */
export function more(members: string): string {
  return `{"user_id":42,"message":"hi",${members}}`;
}
