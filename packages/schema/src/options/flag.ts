import { type PlainRule, plainRule } from "./option-rule.ts";

function isBoolean(value: unknown): value is boolean {
  return typeof value === "boolean";
}

/** An option that is on or off. */
export function flagRule(name: string): PlainRule<boolean> {
  return plainRule(name, isBoolean, () => `${name} must be true or false`);
}
