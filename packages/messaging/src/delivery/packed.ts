/** First bytes in MessagePack, each before a length of four: of a list, of a string. */
const LIST = 0xdd;
const STRING = 0xdb;
const HEAD_BYTES = 5;

/**
 * Many texts as one argument of a script, which reads them by `cmsgpack.unpack`: a list of strings in MessagePack. An
 * argument each would cost the client and Redis more than all else about them.
 */
export function packed(texts: readonly (string | Buffer)[]): Buffer {
  const lengths = texts.map((text) => Buffer.byteLength(text));
  const size = lengths.reduce((sum, length) => sum + HEAD_BYTES + length, HEAD_BYTES);
  const bytes = Buffer.allocUnsafe(size);
  let at = writeHead(bytes, 0, LIST, texts.length);
  for (const [index, text] of texts.entries()) {
    at = writeHead(bytes, at, STRING, lengths[index] ?? 0);
    at += typeof text === "string" ? bytes.write(text, at) : text.copy(bytes, at);
  }
  return bytes;
}

function writeHead(bytes: Buffer, at: number, kind: number, length: number): number {
  bytes[at] = kind;
  return bytes.writeUInt32BE(length, at + 1);
}
