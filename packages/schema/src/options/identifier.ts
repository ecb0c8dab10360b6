import { LIMITS } from "../limits.ts";
import { type PlainRule, plainRule } from "./option-rule.ts";

const IDENTIFIER = new RegExp(`^[A-Za-z0-9._:-]{1,${LIMITS.identifierMaxUnits}}$`);

/** Whether `value` may be the `id` of a notification, be it from the body or from a header. */
export function isNotificationId(value: unknown): value is string {
  return typeof value === "string" && IDENTIFIER.test(value);
}

/** `id` and `replace_key`. */
export function identifierRule(name: string): PlainRule<string> {
  return plainRule(name, isNotificationId, (value) =>
    typeof value === "string"
      ? `${name} must have 1 to ${LIMITS.identifierMaxUnits} characters, all of them from A-Z a-z 0-9 . _ : -`
      : `${name} must be a string`,
  );
}
