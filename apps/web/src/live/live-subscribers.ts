import type { Hub } from "@bellwire/messaging";
import { toSubscriberJson } from "../hub/subscriber-view.ts";
import type { LiveSource, Tell } from "./live-source.ts";

const GATHERED_MS = 100;
const COUNTS_EVERY_MS = 1000;

/** The list of subscribers: soon after one comes, goes or changes its state, and once a second while they receive. */
export class LiveSubscribers implements LiveSource {
  readonly event = "subscribers";
  readonly #hub: Pick<Hub, "subscriptions">;
  #tell: Tell | undefined;
  #told = "";
  #soon: NodeJS.Timeout | undefined;
  #interval: NodeJS.Timeout | undefined;

  constructor(hub: Pick<Hub, "subscriptions">) {
    this.#hub = hub;
  }

  start(tell: Tell): void {
    this.#tell = tell;
    this.#told = this.#list();
    this.#interval = setInterval(() => this.#look(), COUNTS_EVERY_MS);
  }

  stop(): void {
    this.#tell = undefined;
    clearInterval(this.#interval);
    clearTimeout(this.#soon);
    this.#soon = undefined;
  }

  beginning(): string {
    return this.#list();
  }

  /** To be called when one came, went or changed its state. */
  noteChange(): void {
    if (this.#tell !== undefined) this.#soon ??= setTimeout(() => this.#look(), GATHERED_MS);
  }

  #look(): void {
    clearTimeout(this.#soon);
    this.#soon = undefined;
    const list = this.#list();
    if (list === this.#told) return;
    this.#told = list;
    this.#tell?.(this.event, list);
  }

  #list(): string {
    return JSON.stringify({ items: this.#hub.subscriptions().map(toSubscriberJson) });
  }
}
