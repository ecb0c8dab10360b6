export type TailText = { add(chunk: Buffer): void; text(): string };

/** Keeps the last `limitBytes` (to within one chunk) of what is added. */
export function tailText(limitBytes: number): TailText {
  const chunks: Buffer[] = [];
  let size = 0;
  return {
    add(chunk) {
      chunks.push(chunk);
      size += chunk.length;
      while (size > limitBytes && chunks.length > 1) size -= chunks.shift()?.length ?? 0;
    },
    text: () => Buffer.concat(chunks).toString("utf8"),
  };
}
