import { CHUNK } from "./chunks.ts";

/** What a message costs beside its payload. */
const OVERHEAD_BYTES = 200;

/** Payloads heard on the channel and not dealt with yet, in order. */
export class Heard {
  #payloads: Buffer[] = [];
  #bytes = 0;

  get length(): number {
    return this.#payloads.length;
  }

  /** The memory they take. */
  get bytes(): number {
    return this.#bytes + this.#payloads.length * OVERHEAD_BYTES;
  }

  push(payload: Buffer): void {
    this.#payloads.push(payload);
    this.#bytes += payload.length;
  }

  /** Whether one call of Redis takes no more than this. */
  get isChunk(): boolean {
    return this.#payloads.length >= CHUNK.items || this.#bytes >= CHUNK.bytes;
  }

  /** Takes out the oldest, as many as one call of Redis takes. */
  takeChunk(): Buffer[] {
    let count = 0;
    let bytes = 0;
    for (const { length } of this.#payloads) {
      if (count >= CHUNK.items || bytes >= CHUNK.bytes) break;
      count += 1;
      bytes += length;
    }
    this.#bytes -= bytes;
    return this.#payloads.splice(0, count);
  }

  /** Takes out all, and tells how many they were. */
  clear(): number {
    const count = this.#payloads.length;
    this.#payloads = [];
    this.#bytes = 0;
    return count;
  }
}
