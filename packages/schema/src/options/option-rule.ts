import type { FieldError } from "../problem.ts";

/** What one option of a notification may be, and the words for what it may not be. */
export type OptionRule<T> = {
  accepts: (value: unknown) => value is T;
  /** What is wrong with `value`, without quoting it. Only to be asked when it is not accepted. */
  errors: (value: unknown) => FieldError[];
};

/** A rule for an option about which one sentence says what is wrong. */
export type PlainRule<T> = OptionRule<T> & { problem: (value: unknown) => string };

/** @param problem is only asked about a value that is not accepted, and must not quote it */
export function plainRule<T>(
  name: string,
  accepts: (value: unknown) => value is T,
  problem: (value: unknown) => string,
): PlainRule<T> {
  const words = (value: unknown): string =>
    value === null ? `${name} must not be null: leave it out` : problem(value);
  return { accepts, problem: words, errors: (value) => [{ path: name, message: words(value) }] };
}
