import { type PlainRule, plainRule } from "./option-rule.ts";

/** An option that is a whole number from 1 to `max`. */
export function wholeNumberRule(name: string, max: number): PlainRule<number> & { max: number } {
  const accepts = (value: unknown): value is number =>
    Number.isInteger(value) && Number(value) >= 1 && Number(value) <= max;
  const problem = (value: unknown): string =>
    Number.isInteger(value)
      ? `${name} must lie between 1 and ${max}`
      : `${name} must be a whole number, without quotes`;
  return { ...plainRule(name, accepts, problem), max };
}
