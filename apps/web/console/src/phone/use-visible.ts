import { useSyncExternalStore } from "react";

/** Whether the page is on a screen. A hidden one needs no stream, and browsers allow few of them to one server. */
export function useVisible(): boolean {
  return useSyncExternalStore(subscribe, () => document.visibilityState === "visible");
}

function subscribe(changed: () => void): () => void {
  document.addEventListener("visibilitychange", changed);
  return () => document.removeEventListener("visibilitychange", changed);
}
