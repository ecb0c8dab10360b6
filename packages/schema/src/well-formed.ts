type WithWellFormed = string & { isWellFormed(): boolean };

/** Whether no surrogate in `text` lacks its partner. Node 20 has the method; the compiler's ES2023 does not know it. */
export function isWellFormed(text: string): boolean {
  return (text as WithWellFormed).isWellFormed();
}

/**
 * Whether no surrogate lacks its partner in any text within `value`, names of fields included. Recursion is bounded:
 * parsed JSON here is at most 32 deep.
 */
export function isWellFormedThroughout(value: unknown): boolean {
  if (typeof value === "string") return isWellFormed(value);
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(isWellFormedThroughout);
  return Object.entries(value).every(([key, member]) => isWellFormed(key) && isWellFormedThroughout(member));
}
