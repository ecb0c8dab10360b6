/**
 * Something that the person at the keyboard can understand and repair. Commands print the message alone,
 * without a stack, and end with code 1.
 */
export class Trouble extends Error {
  /** @override */
  name = "Trouble";
}

/** Thrown out of a wait because somebody asked us to stop. Commands say nothing more and end. */
export class Stopped extends Error {
  /** @override */
  name = "Stopped";
}

/**
 * What to print of an error that may be anything.
 * @param {unknown} error
 */
export function wordsOf(error) {
  return error instanceof Error ? error.message : String(error);
}
