export interface Update {
  update_id: number;
  [kind: string]: unknown;
}

export interface PollRequest {
  limit: number;
  timeoutMs: number;
}

/** Either updates (perhaps none), or the reason why this poll was ended by something else. */
export type PollOutcome = { updates: Update[] } | { terminatedBy: string };

interface OpenPoll {
  limit: number;
  timer: NodeJS.Timeout;
  settle: (outcome: PollOutcome) => void;
}

/** Kinds that Telegram sends only to a bot that asks for them by name. */
const onlyByName = new Set(["chat_member", "message_reaction", "message_reaction_count"]);

/**
 * What the bot has yet to hear, oldest first. Bounded: beyond `max` the oldest is dropped and counted. Only one poll is open at
 * a time; a second one ends the first, as at Telegram.
 */
export class UpdateQueue {
  readonly #max: number;
  readonly #waiting: Update[] = [];
  #nextId = 1;
  #dropped = 0;
  #wanted: ReadonlySet<string> | undefined;
  #open: OpenPoll | undefined;

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#waiting.length;
  }

  get dropped(): number {
    return this.#dropped;
  }

  /** Whether a long poll is open right now. */
  get isPolled(): boolean {
    return this.#open !== undefined;
  }

  /** The kinds the bot asked for; undefined means Telegram's default. */
  get allowed(): readonly string[] | undefined {
    return this.#wanted === undefined ? undefined : [...this.#wanted];
  }

  /** An empty list goes back to the default. Updates already waiting are not touched. */
  allow(kinds: readonly string[]): void {
    this.#wanted = kinds.length === 0 ? undefined : new Set(kinds);
  }

  push(kind: string, body: unknown): void {
    if (!(this.#wanted?.has(kind) ?? !onlyByName.has(kind))) return;
    this.#waiting.push({ update_id: this.#nextId, [kind]: body });
    this.#nextId += 1;
    if (this.#waiting.length > this.#max) {
      this.#waiting.shift();
      this.#dropped += 1;
    }
    const open = this.#open;
    if (open !== undefined) this.#finish(open, { updates: this.#waiting.slice(0, open.limit) });
  }

  /** Forgets what lies before `offset`; a negative one keeps only that many of the newest. */
  confirm(offset: number): void {
    if (offset < 0) {
      this.#waiting.splice(0, Math.max(0, this.#waiting.length + offset));
      return;
    }
    const firstKept = this.#waiting.findIndex((update) => update.update_id >= offset);
    this.#waiting.splice(0, firstKept < 0 ? this.#waiting.length : firstKept);
  }

  /** Answers at once when something waits, otherwise when something comes or the time is over. Nothing is confirmed by it. */
  poll(request: PollRequest, onGone: (listener: () => void) => void): Promise<PollOutcome> {
    this.endPoll("other getUpdates request; make sure that only one bot instance is running");
    const updates = this.#waiting.slice(0, request.limit);
    if (updates.length > 0 || request.timeoutMs <= 0) return Promise.resolve({ updates });
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.#finish(open, { updates: [] }), request.timeoutMs);
      const open: OpenPoll = { limit: request.limit, timer, settle: resolve };
      this.#open = open;
      onGone(() => this.#finish(open, { updates: [] }));
    });
  }

  /** Ends the poll that is open, if one is. */
  endPoll(terminatedBy: string): void {
    if (this.#open !== undefined) this.#finish(this.#open, { terminatedBy });
  }

  /** Forgets what waits; ids go on growing, so that a bot's offset stays good. */
  clear(): void {
    this.#waiting.length = 0;
    this.#dropped = 0;
  }

  #finish(poll: OpenPoll, outcome: PollOutcome): void {
    if (this.#open === poll) this.#open = undefined;
    clearTimeout(poll.timer);
    poll.settle(outcome);
  }
}
