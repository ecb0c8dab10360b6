import type { Problem } from "../api/problem.ts";
import { ProblemWords } from "../parts/problem-words.tsx";

type Props = {
  problem: Problem;
  /** Something was read before, and is still shown. */
  isKnown: boolean;
};

/** Why something could not be read. That web is away the page says anyway, so that what is known need not move for it. */
export function ReadingTrouble({ problem, isKnown }: Props) {
  if (!isKnown) return <ProblemWords problem={problem}>It is asked again every few seconds.</ProblemWords>;
  if (problem.status === 0) return null;
  return <ProblemWords problem={problem}>What stands here is what was last read.</ProblemWords>;
}
