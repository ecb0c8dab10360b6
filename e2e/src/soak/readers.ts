import { type ClientRequest, get, type IncomingMessage } from "node:http";
import { StringDecoder } from "node:string_decoder";
import { type Told, toldBy } from "./told.ts";
import { Waits } from "./waits.ts";

type Reader = { request: ClientRequest; seen: number; dropped: number };

/** Many who follow one address of web, each over a connection of its own. */
export class Readers {
  /** From publishing to the arrival at each of them, since it was last taken. */
  waits = new Waits();
  /** How many connections ended before they were closed here. */
  ended = 0;
  readonly #url: string;
  readonly #read: (event: string) => Told = toldBy();
  readonly #readers: Reader[] = [];
  readonly #stalled: ClientRequest[] = [];

  constructor(url: string) {
    this.#url = url;
  }

  /** Resolves when web has begun to answer each. */
  async open(count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.#openOne()));
  }

  /** One that is answered and never reads: what it does not take piles up at web. */
  async openStalled(): Promise<void> {
    const { request, response } = await follow(this.#url);
    response.pause();
    request.on("error", () => {});
    this.#stalled.push(request);
  }

  /** How many messages each has been told of, those that it was told were left out too. */
  seen(): number[] {
    return this.#readers.map(({ seen }) => seen);
  }

  /** Events that web told them it had dropped for them. */
  dropped(): number {
    return this.#readers.reduce((sum, { dropped }) => sum + dropped, 0);
  }

  close(): void {
    for (const { request } of this.#readers) request.destroy();
    for (const request of this.#stalled) request.destroy();
  }

  async #openOne(): Promise<void> {
    const { request, response } = await follow(this.#url);
    const reader = { request, seen: 0, dropped: 0 };
    this.#readers.push(reader);
    const decoder = new StringDecoder("utf8");
    let text = "";
    response.on("data", (chunk: Buffer) => {
      text += decoder.write(chunk);
      const events = text.split("\n\n");
      text = events.pop() ?? "";
      for (const event of events) this.#note(reader, this.#read(event));
    });
    request.on("error", () => {});
    response.on("close", () => {
      if (!request.destroyed) this.ended += 1;
    });
  }

  #note(reader: Reader, { publishedMs, left, dropped }: Told): void {
    const nowMs = Date.now();
    for (const atMs of publishedMs) this.waits.add(nowMs - atMs);
    reader.seen += publishedMs.length + left;
    reader.dropped += dropped;
  }
}

function follow(url: string): Promise<{ request: ClientRequest; response: IncomingMessage }> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, headers: { accept: "text/event-stream" } }, (response) => {
      if (response.statusCode === 200) resolve({ request, response });
      else reject(new Error(`${url} answered ${response.statusCode}`));
    });
    request.once("error", reject);
  });
}
