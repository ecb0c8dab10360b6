import {
  type DeliveryEvent,
  type EventListener,
  type EventTail,
  isDeliveryEvent,
  type Listening,
} from "@bellwire/messaging";

/** The newest that is known of a notification; `missed`: there may have been changes that nobody told. */
export type Change = { revision: number; state: DeliveryEvent["state"] } | "missed";

export type Watched = {
  /** Resolves when every change from then on will be told. Never rejects; waits for Redis while it is away. */
  ready: Promise<void>;
  /** Ends the watch. May be called twice. */
  close(): void;
};

export type ChangeWatchOptions = {
  tail: Pick<EventTail, "listen">;
  /** More watchers at a time are refused. */
  maxWatchers: number;
};

type Watcher = (change: Change) => void;

/** Tells many watchers of the changes of single notifications. It listens only while somebody watches. */
export class ChangeWatch {
  readonly #options: ChangeWatchOptions;
  readonly #watchers = new Map<string, Set<Watcher>>();
  #count = 0;
  #listening: Listening | undefined;

  constructor(options: ChangeWatchOptions) {
    this.#options = options;
  }

  /** How many watch now. */
  get watchers(): number {
    return this.#count;
  }

  /** Calls `onChange` at each change of notification `id`; undefined when too many watch. */
  watch(id: string, onChange: Watcher): Watched | undefined {
    if (this.#count >= this.#options.maxWatchers) return undefined;
    this.#count += 1;
    this.#listening ??= this.#options.tail.listen(this.#listener);
    const watchers = this.#watchers.get(id) ?? new Set();
    this.#watchers.set(id, watchers.add(onChange));
    let open = true;
    return {
      ready: this.#listening.ready,
      close: () => {
        if (open) this.#remove(id, onChange);
        open = false;
      },
    };
  }

  readonly #listener: EventListener = {
    onEvents: (events) => {
      for (const { id, revision, state } of events.filter(isDeliveryEvent))
        for (const tell of this.#watchers.get(id) ?? []) tell({ revision, state });
    },
    onMissed: () => {
      for (const watchers of this.#watchers.values()) for (const tell of watchers) tell("missed");
    },
  };

  #remove(id: string, watcher: Watcher): void {
    this.#count -= 1;
    const watchers = this.#watchers.get(id);
    watchers?.delete(watcher);
    if (watchers?.size === 0) this.#watchers.delete(id);
    if (this.#count > 0) return;
    this.#listening?.close();
    this.#listening = undefined;
  }
}
