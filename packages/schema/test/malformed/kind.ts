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
