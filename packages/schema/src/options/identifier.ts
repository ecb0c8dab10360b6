import { LIMITS } from "../limits.ts";
import { type PlainRule, plainRule } from "./option-rule.ts";

/** What every identifier looks like. `.` and `..` are none: within an address they are no name but a way. */
export const IDENTIFIER_PATTERN = "^(?!\\.{1,2}$)[A-Za-z0-9._:-]+$";

const IDENTIFIER = new RegExp(IDENTIFIER_PATTERN);

/** Whether `value` may be the `id` of a notification, be it from the body or from a header. */
export function isNotificationId(value: unknown): value is string {
  return isIdentifier(value, LIMITS.identifierMaxUnits);
}

/** Whether `value` may be a `category`. */
export function isCategory(value: unknown): value is string {
  return isIdentifier(value, LIMITS.categoryMaxUnits);
}

/** `id`, `replace_key` and `category`. */
export function identifierRule(
  name: string,
  maxUnits: number = LIMITS.identifierMaxUnits,
): PlainRule<string> & { maxUnits: number } {
  const accepts = (value: unknown): value is string => isIdentifier(value, maxUnits);
  const problem = (value: unknown): string => {
    if (typeof value !== "string") return `${name} must be a string`;
    if (value === "." || value === "..") return `${name} must not be "." or ".."`;
    return `${name} must have 1 to ${maxUnits} characters, all of them from A-Z a-z 0-9 . _ : -`;
  };
  return { ...plainRule(name, accepts, problem), maxUnits };
}

function isIdentifier(value: unknown, maxUnits: number): value is string {
  return typeof value === "string" && value.length <= maxUnits && IDENTIFIER.test(value);
}
