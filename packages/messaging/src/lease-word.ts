/**
 * What is said about a lease on its channel. Whoever hears that channel and another one on one connection knows which
 * messages of the other came before a word and which after it.
 *
 * - `leaving`: its owner takes in nothing that comes after this word, finishes what came before, then releases it
 * - `released`: it is free
 * - `taken`: it has an owner, for the so many-th time that this owner has it
 */
export type LeaseWord =
  | { kind: "leaving" | "released"; owner: string }
  | { kind: "taken"; owner: string; tenure: number };

/** The word as it is published. */
export function leaseWord(word: LeaseWord): string {
  if (word.kind === "taken") return `taken ${word.owner} ${word.tenure}`;
  return word.kind === "leaving" ? `leaving ${word.owner}` : word.owner;
}

/** Reads what was heard; anything that is none of our words stands for itself, as the name of an owner. Never throws. */
export function readLeaseWord(text: string): LeaseWord {
  const [kind, owner = "", tenure] = text.split(" ");
  if (kind === "leaving") return { kind, owner };
  if (kind === "taken") return { kind, owner, tenure: Number(tenure) };
  return { kind: "released", owner: text };
}
