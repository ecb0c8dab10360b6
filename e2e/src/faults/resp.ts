/** One complete value of the Redis protocol, as it went over the wire. */
export type RespReply = { raw: Buffer /** Sent without having been asked for. */; push: boolean };

const CRLF = "\r\n";

/** Reads the commands that a client sends, as arrays of words, from pieces cut anywhere. */
export class RequestReader {
  #rest: Buffer = Buffer.alloc(0);

  /** The words of every command that is complete now; of each only as many as are asked for. */
  read(piece: Buffer, words: number): string[][] {
    this.#rest = Buffer.concat([this.#rest, piece]);
    const commands: string[][] = [];
    let from = 0;
    for (;;) {
      const end = valueEnd(this.#rest, from);
      if (end === undefined) break;
      commands.push(firstWords(this.#rest.subarray(from, end), words));
      from = end;
    }
    this.#rest = this.#rest.subarray(from);
    return commands;
  }
}

/** Cuts what a server answers into whole replies. */
export class ReplyReader {
  #rest: Buffer = Buffer.alloc(0);

  read(piece: Buffer): RespReply[] {
    this.#rest = Buffer.concat([this.#rest, piece]);
    const replies: RespReply[] = [];
    let from = 0;
    for (;;) {
      const end = valueEnd(this.#rest, from);
      if (end === undefined) break;
      const raw = this.#rest.subarray(from, end);
      replies.push({ raw, push: raw.toString("latin1", 0, 1) === ">" });
      from = end;
    }
    this.#rest = this.#rest.subarray(from);
    return replies;
  }
}

/** Where the value that begins at `from` ends; undefined while it is not complete. Throws on what is not RESP2 or RESP3. */
function valueEnd(bytes: Buffer, from: number): number | undefined {
  const lineEnd = bytes.indexOf(CRLF, from, "latin1");
  if (lineEnd === -1) return undefined;
  const type = bytes.toString("latin1", from, from + 1);
  const next = lineEnd + CRLF.length;
  const size = Number(bytes.toString("latin1", from + 1, lineEnd));
  switch (type) {
    case "$":
    case "=":
    case "!":
      if (size < 0) return next;
      return bytes.length >= next + size + CRLF.length ? next + size + CRLF.length : undefined;
    case "*":
    case "~":
    case ">":
      return valuesEnd(bytes, next, size);
    case "%":
      return valuesEnd(bytes, next, size * 2);
    case "|":
      return valuesEnd(bytes, next, size * 2 + 1);
    default:
      if (!"+-:_#,(".includes(type)) throw new Error(`not the Redis protocol: ${JSON.stringify(type)}`);
      return next;
  }
}

function valuesEnd(bytes: Buffer, from: number, count: number): number | undefined {
  let end: number | undefined = from;
  for (let index = 0; index < count && end !== undefined; index += 1) end = valueEnd(bytes, end);
  return end;
}

function firstWords(command: Buffer, count: number): string[] {
  const words: string[] = [];
  let from = command.indexOf(CRLF, 0, "latin1") + CRLF.length;
  while (words.length < count && from < command.length) {
    const lineEnd = command.indexOf(CRLF, from, "latin1");
    const size = Number(command.toString("latin1", from + 1, lineEnd));
    const begin = lineEnd + CRLF.length;
    words.push(command.toString("latin1", begin, begin + size));
    from = begin + size + CRLF.length;
  }
  return words;
}
