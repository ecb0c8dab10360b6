import type { Hub, HubMessage } from "@bellwire/messaging";

/** Takes some messages, in order, already written down; the same bytes go to every follower. Must not throw. */
export type Follower = (written: Buffer, count: number) => void;

type Tail = { followers: Set<Follower>; pending: Buffer[] };

const GATHERED_MS = 50;

/**
 * Tells what named subscribers hear to all who follow them. Each message is written down once, and what comes within a
 * moment goes out together: with 200 followers, a write for each message and follower would take all of a core.
 */
export class MessageTails {
  readonly #hub: Pick<Hub, "watch">;
  readonly #write: (message: HubMessage) => string;
  readonly #tails = new Map<string, Tail>();
  #unwatch: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** @param write the message as followers take it */
  constructor(hub: Pick<Hub, "watch">, write: (message: HubMessage) => string) {
    this.#hub = hub;
    this.#write = write;
  }

  /** Tells `follower` what `name` hears from now on, until the answer is called, which may be done twice. */
  follow(name: string, follower: Follower): () => void {
    // What is gathered was heard before.
    this.#flush();
    const tail = this.#tails.get(name) ?? { followers: new Set<Follower>(), pending: [] };
    this.#tails.set(name, tail);
    tail.followers.add(follower);
    this.#unwatch ??= this.#hub.watch({ onMessage: (heardBy, message) => this.#gather(heardBy, message) });
    return () => {
      tail.followers.delete(follower);
      if (tail.followers.size === 0 && this.#tails.get(name) === tail) this.#tails.delete(name);
      if (this.#tails.size > 0) return;
      this.#unwatch?.();
      this.#unwatch = undefined;
    };
  }

  #gather(name: string, message: HubMessage): void {
    const tail = this.#tails.get(name);
    if (tail === undefined) return;
    tail.pending.push(Buffer.from(this.#write(message)));
    this.#timer ??= setTimeout(() => this.#flush(), GATHERED_MS);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    for (const tail of this.#tails.values()) {
      const { pending, followers } = tail;
      if (pending.length === 0) continue;
      tail.pending = [];
      const written = Buffer.concat(pending);
      for (const follower of followers) follower(written, pending.length);
    }
  }
}
