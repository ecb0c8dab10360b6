import { useState } from "react";
import type { Problem } from "../api/problem.ts";
import { type Act, doWithMessage } from "./calls.ts";

export type Acting = {
  isBusy: boolean;
  /** Does it. Resolves to why it was not done, for who asked first to tell. */
  act: (what: Act) => Promise<Problem | undefined>;
  /** Does it unasked; `problem` is why it was not done. */
  actAtOnce: (what: Act) => void;
  problem: Problem | undefined;
};

/** What a person does about one message, one act at a time. `onDone` is called after each, done or not. */
export function useAct(id: string, onDone: () => void): Acting {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  const act = async (what: Act): Promise<Problem | undefined> => {
    if (isBusy) return undefined;
    setBusy(true);
    const refused = await doWithMessage(what, id);
    setBusy(false);
    onDone();
    return refused;
  };
  const actAtOnce = (what: Act): void => void act(what).then(setProblem);

  return { isBusy, act, actAtOnce, problem };
}
