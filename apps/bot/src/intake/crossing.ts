import type { Door, IntakeItem } from "@bellwire/messaging";
import type { Admission, AdmissionResult, Admitting } from "./admission.ts";
import { inChunks } from "./chunks.ts";

/** So many calls are not answered at a time: one that Redis works at, one that it finds when it is done, one that is being made. */
const CALLS = 3;

/**
 * What is on its way from a door that keeps no copies into the delivery queue, several calls at once, in order. What a
 * call carries is kept until it is known to be dealt with; what is not comes back, with the same ids, to be carried
 * again before anything new.
 */
export class Crossing {
  readonly #door: Door;
  readonly #admission: Pick<Admission, "begin" | "waitTurn">;
  #calls: { items: readonly IntakeItem[]; admitting: Admitting }[] = [];
  #back: readonly IntakeItem[] = [];

  constructor(door: Door, admission: Pick<Admission, "begin" | "waitTurn">) {
    this.#door = door;
    this.#admission = admission;
  }

  /** How many items are under way or came back. */
  get length(): number {
    return this.#calls.reduce((sum, { items }) => sum + items.length, this.#back.length);
  }

  get isUnderWay(): boolean {
    return this.#calls.length > 0;
  }

  get hasRoom(): boolean {
    return this.#calls.length < CALLS;
  }

  get hasReturned(): boolean {
    return this.#back.length > 0;
  }

  /** Begins a call with what came back, or else with what `next` gives, at most a chunk. */
  async begin(next: () => readonly IntakeItem[]): Promise<void> {
    const after = this.#calls.at(-1)?.admitting;
    if (after === undefined) await this.#admission.waitTurn();
    const [again] = inChunks(this.#back);
    const items = again ?? next();
    this.#back = this.#back.slice(again?.length);
    const order = { fresh: again === undefined, ...(after && { after }) };
    this.#calls.push({ items, admitting: this.#admission.begin(this.#door, items, order) });
  }

  /**
   * Waits for the oldest call and says why it stopped, if it did. Where it was not done in full, all calls are waited for
   * and what they did not do comes back. Throws RedisUnavailableError where that is why.
   */
  async land(): Promise<AdmissionResult["stopped"]> {
    const [oldest] = this.#calls;
    if (oldest === undefined) return undefined;
    const { ended } = oldest.admitting;
    if ((await handledBy(ended)) < oldest.items.length) await this.#bringBack();
    else this.#calls.shift();
    return (await ended).stopped;
  }

  /** Forgets what came back, and tells how much that was. */
  clear(): number {
    const count = this.#back.length;
    this.#back = [];
    return count;
  }

  async #bringBack(): Promise<void> {
    const back: IntakeItem[] = [];
    for (const { items, admitting } of this.#calls)
      back.push(...items.slice(await handledBy(admitting.ended)));
    this.#calls = [];
    this.#back = back;
  }
}

async function handledBy(ended: Promise<AdmissionResult>): Promise<number> {
  return await ended.then(
    ({ handled }) => handled,
    () => 0,
  );
}
