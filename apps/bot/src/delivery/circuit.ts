import type { Outcome } from "./outcome.ts";

/**
 * - `closed`: all is well, as far as is known
 * - `open`: nothing is to be sent
 * - `half_open`: one call at a time, to see
 */
export type CircuitState = "closed" | "open" | "half_open";

export type CircuitCall = {
  /** Where it went. */
  lane: string;
  /** When it was begun, on the circuit's clock. */
  begunAtMs: number;
};

/** Failing calls to so many chats, without any that Telegram answered in between, are no chat's own trouble. */
const LANES_TO_OPEN = 3;

/**
 * Judges by the ends of calls whether Telegram is there. A state machine without timers:
 *
 * | from      | when                                                                       | to        |
 * |-----------|----------------------------------------------------------------------------|-----------|
 * | closed    | calls to three chats fail in a row (5xx, network)                          | open      |
 * | closed    | one provably did not reach Telegram, or the bot itself is refused          | open      |
 * | open      | `probed`: getMe was answered                                               | half_open |
 * | half_open | a call begun since fails                                                   | open      |
 * | any       | a call is answered by Telegram, be it with a refusal of the message        | closed    |
 *
 * In the second line one is enough, because neither says anything about a chat.
 * A failure of a call begun before the present state says nothing new and is passed over: calls that hang end long
 * after their trouble.
 */
export class Circuit {
  readonly #nowMs: () => number;
  readonly #failing = new Set<string>();
  #state: CircuitState = "closed";
  #sinceMs: number;

  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
    this.#sinceMs = nowMs();
  }

  get state(): CircuitState {
    return this.#state;
  }

  /** When it came to be so, on its clock. */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  /** Takes note of how a call ended. @returns what it led to, if anything */
  note(outcome: Outcome, call: CircuitCall): "opened" | "closed" | undefined {
    const verdict = verdictOf(outcome);
    if (verdict === "answered") return this.#answered();
    if (verdict === "silent" || this.#state === "open" || call.begunAtMs < this.#sinceMs) return undefined;
    this.#failing.add(call.lane);
    const opens =
      this.#state === "half_open" || verdict === "nobody_there" || this.#failing.size >= LANES_TO_OPEN;
    if (!opens) return undefined;
    this.#become("open");
    return "opened";
  }

  /** Takes note that Telegram answered a question that sends nothing. */
  probed(): void {
    if (this.#state === "open") this.#become("half_open");
  }

  #answered(): "closed" | undefined {
    this.#failing.clear();
    if (this.#state === "closed") return undefined;
    this.#become("closed");
    return "closed";
  }

  #become(state: CircuitState): void {
    this.#failing.clear();
    this.#state = state;
    this.#sinceMs = this.#nowMs();
  }
}

type Verdict = "answered" | "failed" | "nobody_there" | "silent";

function verdictOf(outcome: Outcome): Verdict {
  switch (outcome.kind) {
    case "not_sent":
    case "bot_refused":
      return "nobody_there";
    case "unknown":
      // What we cut off ourselves says nothing.
      return outcome.reason === "aborted" ? "silent" : "failed";
    default:
      return "answered";
  }
}
