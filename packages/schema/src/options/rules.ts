import { LIMITS } from "../limits.ts";
import { buttonsRule } from "./buttons.ts";
import { choiceRule } from "./choice.ts";
import { flagRule } from "./flag.ts";
import { identifierRule } from "./identifier.ts";
import type { OptionRule } from "./option-rule.ts";
import { sendAtRule } from "./send-at.ts";
import { wholeNumberRule } from "./whole-number.ts";

/** Every option of a notification, in the order in which they are written. */
export const OPTION_RULES = {
  id: identifierRule("id"),
  priority: choiceRule("priority", ["urgent", "normal", "bulk"]),
  send_at: sendAtRule,
  ttl_seconds: wholeNumberRule("ttl_seconds", LIMITS.ttlMaxSeconds),
  format: choiceRule("format", ["text", "html", "markdown"]),
  silent: flagRule("silent"),
  protect: flagRule("protect"),
  link_preview: flagRule("link_preview"),
  thread_id: wholeNumberRule("thread_id", LIMITS.threadIdMax),
  buttons: buttonsRule,
  replace_key: identifierRule("replace_key"),
  on_unknown: choiceRule("on_unknown", ["resend", "hold"]),
  category: identifierRule("category", LIMITS.categoryMaxUnits),
};

/** Where the publisher wants it put; no part of the notification itself. */
export const viaRule = choiceRule("via", ["channel", "queue", "stream"]);

type Rules = typeof OPTION_RULES;
type OptionName = keyof Rules;
/** The options as their rules let them pass. */
export type Options = { [Name in OptionName]?: Rules[Name] extends OptionRule<infer T> ? T : never };

export const OPTION_NAMES: readonly OptionName[] = Object.keys(OPTION_RULES).filter(isOptionName);

const BY_NAME: ReadonlyMap<string, OptionRule<unknown>> = new Map(Object.entries(OPTION_RULES));

/** The rule for a field called `name`; none when that is no option. */
export function ruleOf(name: string): OptionRule<unknown> | undefined {
  return BY_NAME.get(name);
}

function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTION_RULES, name);
}
