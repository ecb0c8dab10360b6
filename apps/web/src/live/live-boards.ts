import { type Boards, type BoardValue, type Listening, RedisUnavailableError } from "@bellwire/messaging";
import { toBoardJson } from "../hub/board-view.ts";
import { KnownBoards } from "./known-boards.ts";
import type { LiveSource, Tell } from "./live-source.ts";

const GATHERED_MS = 250;
/** So often it is looked for boards whose time is over: nobody tells. */
const EXPIRED_EVERY_MS = 1000;
const READ_AGAIN_MS = 1000;
const BOARDS_MAX = 200;
/** What one event holds; what is beyond it comes with the next, or at the beginning not at all. */
const EVENT_CHARACTERS = 512 * 1024;

/** The newest boards, and what becomes of them. */
export class LiveBoards implements LiveSource {
  readonly event = "boards";
  readonly #boards: Pick<Boards, "list" | "listen">;
  #known = new KnownBoards(BOARDS_MAX);
  #isRead = false;
  /** Names of boards that changed and were not told yet. */
  #untold = new Set<string>();
  #listening: Listening | undefined;
  #timers: NodeJS.Timeout[] = [];
  #again: NodeJS.Timeout | undefined;

  constructor(boards: Pick<Boards, "list" | "listen">) {
    this.#boards = boards;
  }

  start(tell: Tell): void {
    const listening = this.#boards.listen({
      onChange: (change) => this.#known.hear(change),
      onMissed: () => void this.#read(listening, tell),
    });
    this.#listening = listening;
    this.#timers = [
      setInterval(() => this.#tellChanged(tell), GATHERED_MS),
      setInterval(() => this.#known.forgetExpired(Date.now()), EXPIRED_EVERY_MS),
    ];
    void listening.ready.then(() => this.#read(listening, tell));
  }

  stop(): void {
    this.#listening?.close();
    this.#listening = undefined;
    for (const timer of this.#timers) clearInterval(timer);
    clearTimeout(this.#again);
    this.#known = new KnownBoards(BOARDS_MAX);
    this.#untold.clear();
    this.#isRead = false;
  }

  beginning(): string | undefined {
    return this.#isRead ? toEvent(this.#known.newestFirst(), []).json : undefined;
  }

  /** Reads what there is. Subscribed to before, so that no change falls in between. */
  async #read(listening: Listening, tell: Tell): Promise<void> {
    if (this.#listening !== listening) return;
    this.#known.beginReading();
    const listed = await this.#boards.list(BOARDS_MAX).catch(passNothing);
    if (this.#listening !== listening) return;
    if (listed === undefined) {
      this.#again = setTimeout(() => void this.#read(listening, tell), READ_AGAIN_MS);
      return;
    }
    this.#known.read(listed);
    if (this.#isRead) return;
    this.#isRead = true;
    this.#known.takeChanged();
    tell(this.event, toEvent(this.#known.newestFirst(), []).json);
  }

  #tellChanged(tell: Tell): void {
    if (!this.#isRead) return;
    for (const board of this.#known.takeChanged()) this.#untold.add(board);
    if (this.#untold.size === 0) return;
    const values: BoardValue[] = [];
    const removed: string[] = [];
    for (const board of this.#untold) {
      const value = this.#known.get(board);
      if (value === undefined) removed.push(board);
      else values.push(value);
    }
    const { json, left } = toEvent(values, removed);
    this.#untold = new Set(left);
    tell(this.event, json);
  }
}

function toEvent(
  values: readonly BoardValue[],
  removed: readonly string[],
): { json: string; left: string[] } {
  const items: string[] = [];
  let characters = 0;
  for (const value of values) {
    const json = toBoardJson(value);
    characters += json.length;
    if (items.length > 0 && characters > EVENT_CHARACTERS) break;
    items.push(json);
  }
  const left = values.slice(items.length).map(({ board }) => board);
  return { json: `{"items":[${items.join(",")}],"removed":${JSON.stringify(removed)}}`, left };
}

function passNothing(error: unknown): undefined {
  if (error instanceof RedisUnavailableError) return undefined;
  throw error;
}
