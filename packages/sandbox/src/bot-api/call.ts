import type { World } from "../model/world.ts";
import type { Answer } from "./answer.ts";
import type { Fields } from "./parameters.ts";

/** One call of a method, its parameters read. */
export interface Call {
  fields: Fields;
  world: World;
  /** Calls back once when the client is no longer there, or has its answer. */
  onGone: (listener: () => void) => void;
}

/** Answers at once wherever it can: only a long poll waits. */
export type Method = (call: Call) => Answer | Promise<Answer>;
