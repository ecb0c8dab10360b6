import type { Problem } from "../api/problem.ts";
import { ProblemWords } from "../parts/problem-words.tsx";

/** Why the last thing asked for was not done, read out as soon as it is known. */
export function Refusal({ problem }: { problem: Problem | undefined }) {
  return <div role="alert">{problem !== undefined && <ProblemWords problem={problem} />}</div>;
}
