import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Commands in one write, and writes on their way at a time. */
const CHUNK = 500;
const CHUNKS_UNDERWAY = 4;

/**
 * Commands to Redis as fast as it takes them, encoded by hand: a client of the usual kind would use more of the
 * processor than what is measured.
 */
export class RedisLoad {
  readonly #socket: Socket;
  #lines = 0;
  #atLineStart = true;
  #failure: Error | undefined;
  #onReply: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#read(chunk));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("Redis closed the connection")));
  }

  static async connect(port: number): Promise<RedisLoad> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return new RedisLoad(socket);
  }

  /**
   * Sends `count` commands; `command(index)` gives the words of each, in ASCII. Resolves when all are answered,
   * rejects when one is refused. `replyLines`: how many lines the answer to one has. One call at a time.
   */
  async send(count: number, replyLines: number, command: (index: number) => string[]): Promise<void> {
    const before = this.#lines;
    for (let begin = 0; begin < count; begin += CHUNK) {
      const end = Math.min(begin + CHUNK, count);
      let text = "";
      for (let index = begin; index < end; index += 1) text += encode(command(index));
      this.#socket.write(text, "latin1");
      await this.#reach(before + Math.max(0, end - CHUNK * CHUNKS_UNDERWAY) * replyLines);
    }
    await this.#reach(before + count * replyLines);
  }

  close(): void {
    this.#socket.destroy();
  }

  async #reach(lines: number): Promise<void> {
    while (this.#lines < lines) {
      if (this.#failure !== undefined) throw this.#failure;
      await new Promise<void>((resolve) => {
        this.#onReply = resolve;
      });
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  #read(chunk: Buffer): void {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) this.#lines += 1;
    // An error is a line that begins with "-".
    const refused = (this.#atLineStart && chunk[0] === 45) || chunk.includes("\n-");
    if (refused)
      this.#failure ??= new Error(`Redis answered ${chunk.toString("latin1").trim().slice(0, 200)}`);
    this.#atLineStart = chunk.at(-1) === 10;
    this.#onReply();
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    this.#onReply();
  }
}

function encode(words: readonly string[]): string {
  let text = `*${words.length}\r\n`;
  for (const word of words) text += `$${word.length}\r\n${word}\r\n`;
  return text;
}
