import { connect, type Socket } from "node:net";

/**
 * One connection to 127.0.0.1 that POSTs one body after another. No more HTTP than that takes: on a machine that
 * also runs what is measured, every microsecond spent here is missing there.
 */
export class HttpConnection {
  readonly #port: number;
  readonly #head: string;
  #socket: Socket;
  #received = "";
  #settle: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;

  private constructor(port: number, path: string) {
    this.#port = port;
    this.#head =
      `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n` +
      "Content-Type: application/json\r\nContent-Length: ";
    this.#socket = this.#connect();
  }

  static async open(port: number, path: string): Promise<HttpConnection> {
    const connection = new HttpConnection(port, path);
    const socket = connection.#socket;
    await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
    return connection;
  }

  #connect(): Socket {
    const socket = connect(this.#port, "127.0.0.1");
    socket.setNoDelay(true);
    socket.setEncoding("latin1");
    const fail = (error: Error) => {
      if (socket === this.#socket) this.#fail(error);
    };
    socket.on("data", (chunk: string) => this.#read(chunk));
    socket.on("error", fail);
    socket.on("close", () => fail(new Error("the server closed the connection")));
    return socket;
  }

  /** Resolves to the status once the whole answer is there. `body` is ASCII. One call at a time. */
  post(body: string): Promise<number> {
    this.#received = "";
    // The server closes what was idle for some seconds.
    if (this.#socket.destroyed) this.#socket = this.#connect();
    const answered = new Promise<number>((resolve, reject) => {
      this.#settle = { resolve, reject };
    });
    this.#socket.write(`${this.#head}${body.length}\r\n\r\n${body}`, "latin1");
    return answered;
  }

  close(): void {
    this.#socket.destroy();
  }

  #read(chunk: string): void {
    this.#received += chunk;
    const headEnd = this.#received.indexOf("\r\n\r\n");
    if (headEnd === -1) return;
    const head = this.#received.slice(0, headEnd);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    const chunked = length === undefined && /\r\ntransfer-encoding: *chunked/i.test(head);
    const complete = chunked
      ? this.#received.endsWith("\r\n0\r\n\r\n")
      : this.#received.length >= headEnd + 4 + Number(length ?? 0);
    if (!complete) return;
    this.#settle?.resolve(Number(head.slice(9, 12)));
    this.#settle = undefined;
  }

  #fail(error: Error): void {
    this.#settle?.reject(error);
    this.#settle = undefined;
  }
}
