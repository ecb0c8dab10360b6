import type { FieldError } from "./problem.ts";

/**
 * Options of the contract whose behaviour has not landed. A payload with one is refused, never accepted and
 * ignored. As an option lands, its name leaves this list.
 */
const UNLANDED: ReadonlySet<string> = new Set([
  "id",
  "priority",
  "send_at",
  "ttl_seconds",
  "format",
  "silent",
  "protect",
  "link_preview",
  "thread_id",
  "buttons",
  "replace_key",
  "on_unknown",
  "category",
]);

/** The names that publishers write for our two fields, in lower case without `_` and `-`. */
const MEANT: ReadonlyMap<string, string> = new Map([
  ["userid", "user_id"],
  ["user", "user_id"],
  ["chatid", "user_id"],
  ["chat", "user_id"],
  ["message", "message"],
  ["messages", "message"],
  ["msg", "message"],
  ["text", "message"],
  ["body", "message"],
]);

/** Whether the contract knows `name` as an option of a notification, landed or not. */
export function isOption(name: string): boolean {
  return name === "via" || UNLANDED.has(name);
}

/** One error for each option among `names` that has not landed. `via` is the caller's to judge. */
export function unlandedOptions(names: readonly string[]): FieldError[] {
  const found: FieldError[] = [];
  for (const name of names) {
    if (UNLANDED.has(name)) found.push({ path: name, message: `${name} is not supported yet: leave it out` });
  }
  return found;
}

/** The field that a publisher who wrote `name` most likely meant. */
export function meantField(name: string): string | undefined {
  return MEANT.get(name.toLowerCase().replace(/[_-]/g, ""));
}
