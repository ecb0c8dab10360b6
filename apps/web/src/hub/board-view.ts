import type { BoardValue } from "@bellwire/messaging";
import { embeddable, withField } from "./json-text.ts";

/**
 * The JSON of what stands on a board, as the interface shows it; the value is null where others wrote there what is
 * no JSON. @param fields what else it says
 */
export function toBoardJson(
  { board, value, revision, atMs, expiresAtMs }: BoardValue,
  fields: object = {},
): string {
  const at = momentOf(atMs);
  const expires_at = momentOf(expiresAtMs);
  return withField({ board, revision, at, expires_at, ...fields }, "value", embeddable(value) ?? "null");
}

/** The address to call for the value after `revision`. */
export function nextOf(board: string, revision: number): string {
  return `/boards/${encodeURIComponent(board)}?after=${revision}&wait=30`;
}

/** What is no moment, because others wrote it, is the first one. */
function momentOf(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString();
}
