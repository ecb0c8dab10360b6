import type { Answer } from "../api/call.ts";
import type { Problem } from "../api/problem.ts";

/** `answers` are those of the copies that went out, in order. It ends with the first that is refused. */
export type Copies<T> =
  | { name: "idle" }
  | { name: "publishing"; answers: readonly T[]; total: number }
  | { name: "done"; answers: readonly T[]; total: number }
  | { name: "refused"; answers: readonly T[]; total: number; problem: Problem };

export const MOST_COPIES = 20;

/** Does the same so many times, one after another, and tells how far it is: before each, and at the end. */
export async function publishCopies<T>(
  total: number,
  publish: () => Promise<Answer<T>>,
  tell: (copies: Copies<T>) => void,
): Promise<void> {
  const answers: T[] = [];
  while (answers.length < total) {
    tell({ name: "publishing", answers: [...answers], total });
    const answer = await publish();
    if (!answer.ok) return tell({ name: "refused", answers, total, problem: answer.problem });
    answers.push(answer.value);
  }
  tell({ name: "done", answers, total });
}

/** 1 to 20; undefined when something else was typed. */
export function readCopies(typed: string): number | undefined {
  const count = /^\d{1,2}$/.test(typed.trim()) ? Number(typed) : 0;
  return count >= 1 && count <= MOST_COPIES ? count : undefined;
}
