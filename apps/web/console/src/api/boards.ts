import { type Answer, callInSession } from "./call.ts";

/** Puts JSON text on a board, as it is. What became of it is told by the feed. */
export function putBoard(board: string, json: string, ttlSeconds?: number): Promise<Answer<unknown>> {
  const ttl = ttlSeconds === undefined ? "" : `,"ttl_seconds":${ttlSeconds}`;
  return callInSession("PUT", pathOf(board), { json: `{"value":${json}${ttl}}` });
}

export function removeBoard(board: string): Promise<Answer<unknown>> {
  return callInSession("DELETE", pathOf(board));
}

function pathOf(board: string): string {
  return `/boards/${encodeURIComponent(board)}`;
}
