import { useState } from "react";
import type { MessageRing } from "../feed/index.ts";

export type Pause = {
  /** What is to be shown: what was there when it was paused, or what is there now. */
  shown: MessageRing;
  paused: boolean;
  /** How many came since it was paused. */
  missed: number;
  toggle: () => void;
};

/** Holds a ring still while a person reads it; what comes meanwhile is counted. */
export function usePause(ring: MessageRing): Pause {
  const [held, setHeld] = useState<MessageRing>();
  return {
    shown: held ?? ring,
    paused: held !== undefined,
    // Another web process counts from 0 anew.
    missed: held === undefined ? 0 : Math.max(0, ring.seen - held.seen),
    toggle: () => setHeld(held === undefined ? ring : undefined),
  };
}
