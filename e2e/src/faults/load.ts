import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { Sandbox } from "@bellwire/sandbox";
import { waitFor } from "@bellwire/testkit";
import type { Arrival, Attempt, History } from "./history.ts";
import { pause, type Source } from "./sources.ts";

export type LoadOptions = {
  sandbox: Sandbox;
  sources: readonly Source[];
  chats: readonly number[];
  /** From one message of a source to a chat to the next. */
  everyMs: number;
  /** How many each source publishes to each chat; default: until the end. */
  perChat?: number;
};

/** How long a publisher whose last answer left the outcome open may go on asking after the end. */
const LAST_ANSWER_MS = 10_000;

/**
 * Numbered messages from every source to every chat at once, and a record of what was tried and what arrived. Each
 * source publishes to each chat one message after the other, so that the door's order is known.
 */
export class Load {
  /** Stands in every text, so that a log can be searched for what must not be in it. */
  readonly word = `text${randomBytes(4).toString("hex")}`;
  readonly #attempts: Attempt[] = [];
  readonly #arrivals: Arrival[] = [];
  readonly #arrived = new Set<string>();
  readonly #stopping = new AbortController();
  readonly #givingUp = new AbortController();
  readonly #loops: Promise<void>[];
  readonly #leave: () => void;

  constructor({ sandbox, sources, chats, everyMs, perChat = Number.POSITIVE_INFINITY }: LoadOptions) {
    // As many wait for the end as there are publishers.
    setMaxListeners(0, this.#stopping.signal, this.#givingUp.signal);
    this.#leave = sandbox.onMessage((chatId, { from, text }) => {
      // Cases have messages of their own, and the bot has answers; ours are ours wherever they come up.
      if (from !== "bot" || !text.includes(this.word)) return;
      this.#arrivals.push({ text, chatId, atMs: performance.now() });
      this.#arrived.add(text);
    });
    this.#loops = sources.flatMap((source) =>
      chats.map((chatId) => this.#publishOn(source, chatId, everyMs, perChat)),
    );
  }

  get history(): History {
    return { attempts: this.#attempts, arrivals: this.#arrivals };
  }

  /** Resolves when `count` more messages than now have arrived. */
  async arrivedMore(count: number, timeoutMs = 30_000): Promise<void> {
    const wanted = this.#arrivals.length + count;
    await waitFor(() => this.#arrivals.length >= wanted, {
      timeoutMs,
      what: `${count} more messages to arrive`,
    });
  }

  /** Resolves when each source has published to each chat as often as it was told to. */
  async done(): Promise<void> {
    await Promise.all(this.#loops);
  }

  /** Publishes no more; resolves when every publisher has its last answer. May be called twice. */
  async end(): Promise<void> {
    this.#stopping.abort();
    const timer = setTimeout(() => this.#givingUp.abort(), LAST_ANSWER_MS);
    await Promise.all(this.#loops);
    clearTimeout(timer);
  }

  /** Accepted messages that have not arrived yet. */
  missing(): Attempt[] {
    return this.#attempts.filter(({ outcome, text }) => outcome === "accepted" && !this.#arrived.has(text));
  }

  /** Records arrivals no more. */
  close(): void {
    this.#leave();
  }

  async #publishOn(source: Source, chatId: number, everyMs: number, count: number): Promise<void> {
    // Begins somewhere within the first interval, so that the publishers do not march in step.
    await pause(Math.random() * everyMs, this.#stopping.signal);
    for (let order = 0; order < count && !this.#stopping.signal.aborted; order += 1) {
      const text = `${this.word} ${source.name} ${chatId} ${order}`;
      const begunMs = performance.now();
      const result = await source.publish({ chatId, text }, this.#givingUp.signal);
      const endedMs = performance.now();
      this.#attempts.push({ text, chatId, source: source.name, order, begunMs, endedMs, ...result });
      await pause(everyMs, this.#stopping.signal);
    }
  }
}
