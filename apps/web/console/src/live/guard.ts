import { useCallback } from "react";
import type { Answer } from "../api/call.ts";

/** Hands an answer on, and says where it has to be said that the session is over. */
export type Guard = <T>(asked: Promise<Answer<T>>) => Promise<Answer<T>>;

export function useGuard(onUnauthorized: () => void): Guard {
  return useCallback(
    async <T>(asked: Promise<Answer<T>>): Promise<Answer<T>> => {
      const answer = await asked;
      if (!answer.ok && answer.problem.status === 401) onUnauthorized();
      return answer;
    },
    [onUnauthorized],
  );
}
