/** A message as it came in, one object for all who receive it. */
export type Heard = {
  channel: string;
  pattern?: string;
  payload: Buffer;
  /** As much of the payload as is kept for looking at. */
  kept: Buffer;
  atMs: number;
};

const KEPT_BYTES = 16_384;

/** `payload` may be a part of a larger buffer: it is copied, so that what is kept does not hold on to that. */
export function toHeard(channel: string, pattern: string | undefined, payload: Buffer | null): Heard {
  const whole = Buffer.from(payload ?? "");
  const kept = whole.length <= KEPT_BYTES ? whole : Buffer.from(whole.subarray(0, cutAt(whole)));
  return { channel, ...(pattern !== undefined && { pattern }), payload: whole, kept, atMs: Date.now() };
}

/** Not within a character, in case it is text: the bytes of one after its first begin with the bits 10. */
function cutAt(bytes: Buffer): number {
  let at = KEPT_BYTES;
  while (at > KEPT_BYTES - 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at -= 1;
  return ((bytes[at] ?? 0) & 0xc0) === 0x80 ? KEPT_BYTES : at;
}
