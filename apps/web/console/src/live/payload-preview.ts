import type { HubMessage } from "../feed/index.ts";

const MOST_UNITS = 160;
const MOST_HEX_BYTES = 24;

/** A payload in one line. */
export function payloadPreview({ encoding, payload }: Pick<HubMessage, "encoding" | "payload">): string {
  if (encoding === "hex") return hexPreview(String(payload));
  // Inside JSON's own texts no line breaks: those of the layout are all there are.
  const text = encoding === "json" ? (JSON.stringify(payload, null, 1) ?? "") : String(payload);
  const line = text.replaceAll(/\s*\n\s*/g, " ");
  return line.length > MOST_UNITS ? `${line.slice(0, MOST_UNITS)}…` : line;
}

function hexPreview(hex: string): string {
  const bytes = hex.match(/../g) ?? [];
  const shown = bytes.slice(0, MOST_HEX_BYTES).join(" ");
  return bytes.length > MOST_HEX_BYTES ? `${shown} …` : shown;
}

/** "12 bytes", "1.5 KiB". */
export function bytesWords(bytes: number): string {
  if (bytes < 1_024) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  const [size, unit] = bytes < 1_048_576 ? [bytes / 1_024, "KiB"] : [bytes / 1_048_576, "MiB"];
  return `${Number(size.toFixed(1))} ${unit}`;
}
