import { useCallback, useEffect, useState } from "react";
import { openSession } from "../api/call.ts";
import type { Problem } from "../api/problem.ts";

export type SessionState =
  | { name: "opening"; attempt: number }
  | { name: "open" }
  | { name: "locked"; problem: Problem | undefined };

export type Session = {
  state: SessionState;
  /** Tries a key that the person typed. Resolves when the server has answered. */
  unlock: (key: string) => Promise<void>;
  /** To be called by whoever was answered 401: the session is opened anew, or the key asked for. */
  expired: () => void;
};

const RETRY_MS = 2_000;

/**
 * The page's session with web. Enters `opening` at the start and after `expired`; leaves it for `open`, or for
 * `locked` when the server wants a key; any other trouble is tried again every 2 s.
 */
export function useSession(): Session {
  const [state, setState] = useState<SessionState>({ name: "opening", attempt: 0 });

  useEffect(() => {
    if (state.name !== "opening") return;
    let over = false;
    const open = async (): Promise<void> => {
      const answer = await openSession();
      if (!over) setState(next(answer.ok, answer.ok ? undefined : answer.problem, state.attempt));
    };
    // The first attempt is made at once; later ones wait, so that a server that refuses cannot be hammered.
    const timer = setTimeout(() => void open(), state.attempt === 0 ? 0 : RETRY_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [state]);

  const unlock = useCallback(async (key: string): Promise<void> => {
    const answer = await openSession(key);
    setState(answer.ok ? { name: "open" } : { name: "locked", problem: answer.problem });
  }, []);

  const expired = useCallback((): void => {
    setState((now) => (now.name === "open" ? { name: "opening", attempt: 1 } : now));
  }, []);

  return { state, unlock, expired };
}

function next(ok: boolean, problem: Problem | undefined, attempt: number): SessionState {
  if (ok) return { name: "open" };
  // That this first, keyless attempt was refused is no mistake of the person: the form shows no problem yet.
  if (problem?.status === 401) return { name: "locked", problem: undefined };
  return { name: "opening", attempt: attempt + 1 };
}
