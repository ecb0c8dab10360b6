import { useCallback, useEffect, useState } from "react";
import type { Answer } from "../api/call.ts";
import type { Problem } from "../api/problem.ts";
import { addFault, type Fault, type NewFault, readFaults, removeFault } from "../api/sandbox-faults.ts";
import { useVisible } from "./use-visible.ts";

const LOOK_AGAIN_MS = 1_000;

export type Faults = {
  faults: readonly Fault[];
  problem: Problem | undefined;
  add: (fault: NewFault) => Promise<void>;
  /** One, or all. */
  remove: (id?: number) => Promise<void>;
};

/** The sandbox's faults: read at the beginning and after each change, and every second while there are any. */
export function useFaults(webUp: boolean, onUnauthorized: () => void): Faults {
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const visible = useVisible();

  const read = useCallback(async (): Promise<void> => {
    const answer = await readFaults();
    if (answer.ok) setFaults(answer.value);
    else if (answer.problem.status === 401) onUnauthorized();
  }, [onUnauthorized]);

  useEffect(() => {
    if (webUp && visible) void read();
  }, [webUp, visible, read]);

  // `faults` is another list after each reading, so that each reading sets up the next.
  useEffect(() => {
    if (!webUp || !visible || faults.length === 0) return;
    const timer = setTimeout(() => void read(), LOOK_AGAIN_MS);
    return () => clearTimeout(timer);
  }, [webUp, visible, faults, read]);

  const change = async (asked: Promise<Answer<unknown>>): Promise<void> => {
    const answer = await asked;
    setProblem(answer.ok ? undefined : answer.problem);
    if (!answer.ok && answer.problem.status === 401) onUnauthorized();
    await read();
  };

  return {
    faults,
    problem,
    add: (fault) => change(addFault(fault)),
    remove: (id) => change(removeFault(id)),
  };
}
