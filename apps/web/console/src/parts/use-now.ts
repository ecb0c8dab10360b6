import { useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** The time in milliseconds, kept current to the second. One timer for all who read it, none when nobody does. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, thisSecondMs);
}

function thisSecondMs(): number {
  return Math.floor(Date.now() / 1_000) * 1_000;
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  timer ??= setInterval(() => {
    for (const listener of listeners) listener();
  }, 1_000);
  return () => {
    listeners.delete(changed);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
