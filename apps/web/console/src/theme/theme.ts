import { useSyncExternalStore } from "react";

export type ThemeChoice = "system" | "light" | "dark";

/** Known to public/theme.js as well. */
const KEY = "bellwire.theme";

const listeners = new Set<() => void>();
const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
let choice = storedChoice();

/** What the person chose, and the theme that is shown for it. */
export function useTheme(): { choice: ThemeChoice; shown: "light" | "dark" } {
  const current = useSyncExternalStore(subscribe, () => choice);
  const shown = useSyncExternalStore(subscribe, shownTheme);
  return { choice: current, shown };
}

/** Shows it at once, and keeps it for the next visit where the browser allows that. */
export function chooseTheme(next: ThemeChoice): void {
  choice = next;
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // Storage is forbidden or full: the choice holds until the page is closed.
  }
  apply();
}

function shownTheme(): "light" | "dark" {
  return document.documentElement.dataset.theme === "dark" ? "dark" : "light";
}

function apply(): void {
  const dark = choice === "dark" || (choice === "system" && systemDark.matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  for (const listener of listeners) listener();
}

function subscribe(changed: () => void): () => void {
  if (listeners.size === 0) systemDark.addEventListener("change", apply);
  listeners.add(changed);
  return () => {
    listeners.delete(changed);
    if (listeners.size === 0) systemDark.removeEventListener("change", apply);
  };
}

function storedChoice(): ThemeChoice {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === "light" || stored === "dark" ? stored : "system";
  } catch {
    return "system";
  }
}
