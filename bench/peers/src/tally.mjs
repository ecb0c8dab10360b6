import { createServer } from "node:http";

/**
 * How many messages came, and how many of them had come before. Message number n is told apart by its text,
 * which ends in the number.
 */
export class Tally {
  #seen = new Uint8Array(1 << 20);
  count = 0;
  duplicates = 0;

  /** @param {string} text */
  note(text) {
    const number = Number(text.slice(text.lastIndexOf(" ") + 1));
    if (number >= this.#seen.length) {
      const larger = new Uint8Array(2 * number);
      larger.set(this.#seen);
      this.#seen = larger;
    }
    this.count += 1;
    this.duplicates += this.#seen[number];
    this.#seen[number] = 1;
  }

  /** Answers the benchmark's questions on PORT of 127.0.0.1; `commands` are what it may ask for by path. */
  serve(commands = {}) {
    const answer = async (request, response) => {
      const url = new URL(request.url, "http://127.0.0.1");
      await commands[url.pathname]?.(url.searchParams);
      response.end(JSON.stringify({ count: this.count, duplicates: this.duplicates }));
    };
    createServer((request, response) => void answer(request, response)).listen(
      Number(process.env.PORT),
      "127.0.0.1",
    );
  }
}
