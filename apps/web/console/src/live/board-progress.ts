import { fieldsOf, numberOf } from "../api/read.ts";

/** How far something is, 0 to 100, where a board says so: a number of that range, or `{percent}`. */
export function progressOf(value: unknown): number | undefined {
  const number = numberOf(value);
  if (number !== undefined) return number >= 0 && number <= 100 ? number : undefined;
  const percent = numberOf(fieldsOf(value).percent);
  return percent === undefined ? undefined : Math.min(100, Math.max(0, percent));
}

/** What a board says beside its percentage. */
export function besidePercent(value: unknown): unknown {
  if (numberOf(fieldsOf(value).percent) === undefined) return value;
  const { percent: _, ...others } = fieldsOf(value);
  return Object.keys(others).length === 0 ? undefined : others;
}
