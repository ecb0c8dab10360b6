import type { FieldError } from "../problem.ts";

/**
 * Options of the contract whose behaviour has not landed. A payload with one is refused, never accepted and
 * ignored. As an option lands, its name leaves this list.
 */
const UNLANDED: ReadonlySet<string> = new Set(["category"]);

export function isUnlanded(name: string): boolean {
  return UNLANDED.has(name);
}

/** One error for each option among `names` that has not landed. */
export function unlandedErrors(names: readonly string[]): FieldError[] {
  const found: FieldError[] = [];
  for (const name of names) {
    if (UNLANDED.has(name)) found.push({ path: name, message: `${name} is not supported yet: leave it out` });
  }
  return found;
}
