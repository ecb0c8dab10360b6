import { useMemo, useSyncExternalStore } from "react";

/** What follows "?" in the address of a view. A name that is not there is undefined. */
export type Params = Readonly<Record<string, string | undefined>>;

/** `view` is as written in the address: who shows views decides what an unknown one means; "" is none. */
export type Route = { view: string; params: Params };

const listeners = new Set<() => void>();

/** Where the reader is: `#/messages?state=failed` is view "messages" with one parameter. */
export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return useMemo(() => parseHash(hash), [hash]);
}

/** Opens a view; the browser's Back returns from it. */
export function go(view: string, params: Params = {}): void {
  move(hashOf(view, params), "pushState");
}

/** Changes some parameters of the present view, undefined takes one away; Back does not undo it. */
export function setParams(patch: Params): void {
  const { view, params } = parseHash(location.hash);
  move(hashOf(view, { ...params, ...patch }), "replaceState");
}

/** The address of a view, for links. */
export function hashOf(view: string, params: Params = {}): string {
  const kept = Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const query = new URLSearchParams(kept).toString();
  return query === "" ? `#/${view}` : `#/${view}?${query}`;
}

/** Reads any hash; what is no address of a view is view "". */
export function parseHash(hash: string): Route {
  const [, view = "", query = ""] = /^#\/([^?]*)\??(.*)$/.exec(hash) ?? [];
  return { view, params: Object.fromEntries(new URLSearchParams(query)) };
}

function move(hash: string, how: "pushState" | "replaceState"): void {
  if (hash === location.hash) return;
  history[how](null, "", hash);
  // The browser tells of its own moves only.
  for (const listener of listeners) listener();
}

function subscribe(changed: () => void): () => void {
  listeners.add(changed);
  window.addEventListener("hashchange", changed);
  window.addEventListener("popstate", changed);
  return () => {
    listeners.delete(changed);
    window.removeEventListener("hashchange", changed);
    window.removeEventListener("popstate", changed);
  };
}
