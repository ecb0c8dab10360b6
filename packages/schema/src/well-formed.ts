type WithWellFormed = string & { isWellFormed(): boolean };

/** Whether no surrogate in `text` lacks its partner. Node 20 has the method; the compiler's ES2023 does not know it. */
export function isWellFormed(text: string): boolean {
  return (text as WithWellFormed).isWellFormed();
}

/**
 * The top-level field whose name or value, at any depth, has a lone surrogate; "" when the value itself has.
 * Undefined when there is none. Recursion is bounded: parsed JSON here is at most 32 deep.
 */
export function findLoneSurrogate(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return isWellFormedThroughout(value) ? undefined : "";
  }
  for (const [key, member] of Object.entries(value)) {
    if (!isWellFormed(key) || !isWellFormedThroughout(member)) return key;
  }
  return undefined;
}

function isWellFormedThroughout(value: unknown): boolean {
  if (typeof value === "string") return isWellFormed(value);
  if (typeof value !== "object" || value === null) return true;
  if (Array.isArray(value)) return value.every(isWellFormedThroughout);
  return Object.entries(value).every(([key, member]) => isWellFormed(key) && isWellFormedThroughout(member));
}
