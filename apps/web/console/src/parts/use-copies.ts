import { useCallback, useRef, useState } from "react";
import type { Answer } from "../api/call.ts";
import { type Copies, publishCopies } from "./copies.ts";

/** Publishes copies, and keeps what came of them. While some are under way, another start does nothing. */
export function useCopies<T>(): {
  copies: Copies<T>;
  start: (total: number, publish: () => Promise<Answer<T>>) => Promise<void>;
} {
  const [copies, setCopies] = useState<Copies<T>>({ name: "idle" });
  const busy = useRef(false);

  const start = useCallback(async (total: number, publish: () => Promise<Answer<T>>): Promise<void> => {
    if (busy.current) return;
    busy.current = true;
    await publishCopies(total, publish, setCopies);
    busy.current = false;
  }, []);

  return { copies, start };
}
