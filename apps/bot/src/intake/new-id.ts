import { getRandomValues } from "node:crypto";
import { V7Generator } from "uuidv7";

/** Asking the system for random numbers takes longer than the rest of an id: so many are asked for at a time. */
const numbers = new Uint32Array(1024);
let used = numbers.length;

function nextUint32(): number {
  if (used === numbers.length) {
    getRandomValues(numbers);
    used = 0;
  }
  const number = numbers[used] ?? 0;
  used += 1;
  return number;
}

const generator = new V7Generator({ nextUint32 });

/** An id for what came without one: a UUID of version 7, larger than those made here before. */
export function newId(): string {
  return generator.generate().toString();
}
