import type { HubMessage } from "../feed/index.ts";

const MOST_UNITS = 160;
const MOST_HEX_BYTES = 24;

/** A payload in one line. */
export function payloadPreview({ encoding, payload }: Pick<HubMessage, "encoding" | "payload">): string {
  if (encoding === "hex") return hexPreview(String(payload));
  // Inside JSON's own texts no line breaks: those of the layout are all there are.
  const text = encoding === "json" ? (JSON.stringify(payload, null, 1) ?? "") : String(payload);
  const line = text.replaceAll(/\s*\n\s*/g, " ").replaceAll(/\p{Bidi_Control}/gu, escaped);
  return line.length > MOST_UNITS ? `${line.slice(0, MOST_UNITS)}…` : line;
}

/** What stands in place of a preview in which there is nothing to see. */
export function blankWords(preview: string): string | undefined {
  if (preview === "") return "empty";
  return preview.trim() === "" ? "white space only" : undefined;
}

/** As JSON writes a character that is not to be seen: those that turn the reading direction would put a line in disorder. */
function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`;
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
