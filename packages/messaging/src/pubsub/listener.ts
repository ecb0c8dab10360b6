import type { Listening } from "../listening.ts";
import type { Heard } from "./heard.ts";
import type { Receiver } from "./target-table.ts";

export type ListenerOptions = {
  onMessage: (heard: Heard) => void;
  onMissed?: (() => void) | undefined;
  /** Called once. */
  onClose: () => void;
};

/** A nameless listener of the hub. */
export class Listener implements Receiver, Listening {
  readonly ready: Promise<void>;
  readonly #options: ListenerOptions;
  #becomeReady = (): void => {};
  #wasConfirmed = false;
  #open = true;

  constructor(options: ListenerOptions) {
    this.#options = options;
    this.ready = new Promise((resolve) => {
      this.#becomeReady = resolve;
    });
  }

  receive(heard: Heard): void {
    if (this.#open) this.#options.onMessage(heard);
  }

  confirmed(): void {
    if (this.#wasConfirmed && this.#open) this.#options.onMissed?.();
    this.#wasConfirmed = true;
    this.#becomeReady();
  }

  lost(): void {}

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#options.onClose();
    this.#becomeReady();
  }
}
