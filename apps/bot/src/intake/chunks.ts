import type { IntakeItem } from "@bellwire/messaging";

/** One call of Redis takes so many items at most, and no further one beyond so many bytes: others wait for it. */
export const CHUNK = { items: 500, bytes: 1024 * 1024 } as const;

/** How much of a call `item` takes up. */
export function sizeOf(item: IntakeItem): number {
  const copy = item.copy?.length ?? 0;
  return copy + ("draft" in item ? item.draft.body.length : item.rejected.raw.length);
}

/** `items` in their order, in chunks of which each is small enough for one call; an item is never split. */
export function inChunks(items: readonly IntakeItem[]): (readonly IntakeItem[])[] {
  const chunks: (readonly IntakeItem[])[] = [];
  let chunk: IntakeItem[] = [];
  let bytes = 0;
  for (const item of items) {
    if (chunk.length >= CHUNK.items || bytes >= CHUNK.bytes) {
      chunks.push(chunk);
      chunk = [];
      bytes = 0;
    }
    chunk.push(item);
    bytes += sizeOf(item);
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}
