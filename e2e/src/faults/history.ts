/**
 * `accepted`: a 2xx, or the Redis command's own answer. `refused`: certainly not taken in. `unknown`: no answer, or one
 * that says so itself; such a message may arrive or not.
 */
export type AttemptOutcome = "accepted" | "refused" | "unknown";

/** One message that a publisher tried to bring in; repeating it with the same id is still the same attempt. */
export type Attempt = {
  /** Unlike the text of any other. */
  text: string;
  chatId: number;
  /** The way in, such as `http-queue`. */
  source: string;
  /** Its place among the attempts of this source for this chat; the next begins when this one has ended. */
  order: number;
  begunMs: number;
  endedMs: number;
  outcome: AttemptOutcome;
  /** The id by which the product can be asked about it, where it has one that the publisher knows. */
  id?: string;
};

/** One message that Telegram's stand-in wrote into a chat. */
export type Arrival = { text: string; chatId: number; atMs: number };

/** What was tried and what came of it; times are milliseconds of one monotonic clock. */
export type History = { attempts: readonly Attempt[]; arrivals: readonly Arrival[] };
