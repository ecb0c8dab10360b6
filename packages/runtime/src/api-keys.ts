import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** The key that a request presents, as `Authorization: Bearer …` or `X-API-Key: …`; the first wins. */
export function presentedKey(headers: IncomingHttpHeaders): string | undefined {
  const bearer = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? "")?.[1];
  const header = headers["x-api-key"];
  return bearer ?? (typeof header === "string" ? header : undefined);
}

/**
 * Tells whether a key is one of `keys`. Every comparison takes the same time, whatever is presented: digests of equal
 * length are compared, with all keys, always.
 */
export function keyChecker(keys: readonly string[]): (presented: string | undefined) => boolean {
  const digests = keys.map(digest);
  return (presented) => {
    const candidate = digest(presented ?? "");
    let found = false;
    for (const known of digests) found = timingSafeEqual(known, candidate) || found;
    return found && presented !== undefined;
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
