import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** The API keys of this installation, known by their SHA-256 only. */
export class ApiKeys {
  readonly #digests: readonly Buffer[];

  constructor(keys: readonly string[]) {
    this.#digests = keys.map(digestOf);
  }

  /** Whether any key is set; without one, everybody may ask. */
  get areSet(): boolean {
    return this.#digests.length > 0;
  }

  /** The hash of `key` in hex when it is one of ours. Takes equally long whichever it is, and when it is none. */
  hashIfValid(key: string): string | undefined {
    const digest = digestOf(key);
    let found = 0;
    for (const known of this.#digests) found |= timingSafeEqual(known, digest) ? 1 : 0;
    return found === 1 ? digest.toString("hex") : undefined;
  }

  /** Whether who presents `key` may come in: with one of the keys, or where none is set. */
  letsIn(key: string | undefined): boolean {
    return !this.areSet || (key !== undefined && this.hashIfValid(key) !== undefined);
  }
}

/** The key that a request carries in `Authorization: Bearer` or `X-API-Key`; the former counts when both are there. */
export function presentedKey(request: IncomingMessage): string | undefined {
  const [, bearer] = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? "") ?? [];
  if (bearer !== undefined) return bearer;
  const header = request.headers["x-api-key"];
  return typeof header === "string" ? header : undefined;
}

function digestOf(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}
