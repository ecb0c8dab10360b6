import type { Hub, HubMessage } from "@bellwire/messaging";
import { toMessageJson } from "../hub/message-view.ts";
import type { LiveSource, Tell } from "./live-source.ts";

const GATHERED_MS = 100;
/** Of one subscriber in one batch. */
const MESSAGES_MAX = 20;
/** One batch in all, whoever sends what. */
const BATCH_CHARACTERS = 512 * 1024;

/** Of one subscriber since the last batch: the newest messages, and how many made room. */
type Gathered = { newest: HubMessage[]; skipped: number };

/** What every subscriber receives, in batches; each batch tells exactly how many it leaves out. */
export class LiveMessages implements LiveSource {
  readonly event = "messages";
  readonly #hub: Pick<Hub, "watch">;
  #gathered = new Map<string, Gathered>();
  #unwatch: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(hub: Pick<Hub, "watch">) {
    this.#hub = hub;
  }

  start(tell: Tell): void {
    this.#unwatch = this.#hub.watch({
      onMessage: (subscriber, message) => {
        this.#gather(subscriber, message);
        this.#timer ??= setTimeout(() => tell(this.event, this.#batch()), GATHERED_MS);
      },
    });
  }

  stop(): void {
    this.#unwatch?.();
    clearTimeout(this.#timer);
    this.#batch();
  }

  beginning(): undefined {}

  #gather(subscriber: string, message: HubMessage): void {
    let gathered = this.#gathered.get(subscriber);
    if (gathered === undefined) {
      gathered = { newest: [], skipped: 0 };
      this.#gathered.set(subscriber, gathered);
    }
    gathered.newest.push(message);
    if (gathered.newest.length <= MESSAGES_MAX) return;
    gathered.newest.shift();
    gathered.skipped += 1;
  }

  #batch(): string {
    this.#timer = undefined;
    const all = this.#gathered;
    this.#gathered = new Map();
    const { items, left } = chooseNewest(all);
    const skipped = Object.fromEntries(
      [...all]
        .map(([name, gathered]) => [name, gathered.skipped + (left.get(name) ?? 0)] as const)
        .filter(([, count]) => count > 0),
    );
    return `{"items":[${items.join(",")}],"skipped":${JSON.stringify(skipped)}}`;
  }
}

/** As much as a batch holds, in fair shares: the newest of each subscriber first. In the order of their arrival. */
function chooseNewest(all: ReadonlyMap<string, Gathered>): { items: string[]; left: Map<string, number> } {
  const items = new Map<string, string[]>();
  const left = new Map<string, number>();
  let characters = 0;
  for (let place = 1; place <= MESSAGES_MAX; place += 1) {
    for (const [subscriber, { newest }] of all) {
      const message = newest.at(-place);
      if (message === undefined) continue;
      if (characters >= BATCH_CHARACTERS) {
        left.set(subscriber, (left.get(subscriber) ?? 0) + 1);
        continue;
      }
      const json = toMessageJson(message, { subscriber });
      characters += json.length;
      items.set(subscriber, [json, ...(items.get(subscriber) ?? [])]);
    }
  }
  return { items: [...items.values()].flat(), left };
}
