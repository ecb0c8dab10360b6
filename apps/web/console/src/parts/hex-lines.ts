export type HexLine = { offset: string; bytes: string; text: string };

const BYTES_PER_LINE = 8;

/** Hexadecimal text as lines of a hex dump; what is no byte is left out, what cannot be printed is a dot. */
export function hexLines(hex: string): HexLine[] {
  const bytes = hex.match(/[0-9a-f]{2}/gi) ?? [];
  return Array.from({ length: Math.ceil(bytes.length / BYTES_PER_LINE) }, (_, line) => {
    const at = line * BYTES_PER_LINE;
    const some = bytes.slice(at, at + BYTES_PER_LINE);
    return {
      offset: at.toString(16).padStart(4, "0"),
      bytes: some.join(" "),
      text: some.map(charOf).join(""),
    };
  });
}

function charOf(byte: string): string {
  const code = Number.parseInt(byte, 16);
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : ".";
}
