import type { Targets } from "../api/subscribers.ts";

/** Names separated by commas, as typed: one with *, ? or [ in it is a pattern. Each is taken once. */
export function readTargets(typed: string): Targets {
  const names = typed.split(",").map((name) => name.trim());
  const targets = [...new Set(names.filter((name) => name !== ""))];
  return {
    channels: targets.filter((name) => !isPattern(name)),
    patterns: targets.filter(isPattern),
  };
}

/** What matches a pattern, to try it: "notifications:*" → "notifications:test". */
export function channelMatching(pattern: string): string {
  return pattern
    .replaceAll(/\[\^?(.)[^\]]*\]/g, "$1")
    .replaceAll("*", "test")
    .replaceAll("?", "x");
}

function isPattern(name: string): boolean {
  return /[*?[]/.test(name);
}
