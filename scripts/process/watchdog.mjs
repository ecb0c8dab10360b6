import { spawn } from "node:child_process";

// Children live in process groups of their own, so kill -9 of our command would leave them running. This shell
// reads on its standard input which groups exist; the end of the input means that we are gone, whatever ended us.
// It then ends the groups one by one, the newest first: services before the Redis that they need.
const WATCH = `
trap '' HUP INT TERM
pids=
while read -r word pid; do
  if [ "$word" = add ]; then pids="$pid $pids"; continue; fi
  kept=
  for p in $pids; do [ "$p" = "$pid" ] || kept="$kept $p"; done
  pids=$kept
done
for p in $pids; do
  kill -TERM -"$p" 2>/dev/null || continue
  tenths=0
  while kill -0 -"$p" 2>/dev/null && [ $tenths -lt 50 ]; do sleep 0.1; tenths=$((tenths + 1)); done
  kill -KILL -"$p" 2>/dev/null
done
`;

/** @type {import("node:stream").Writable | undefined} */
let input;

/**
 * Tells the watchdog of a process group, and starts the watchdog at the first call. Windows has neither groups
 * nor sh: there, kill -9 of a command leaves its children behind.
 * @param {"add" | "drop"} word
 * @param {number} pid leader of the group
 */
export function tellWatchdog(word, pid) {
  if (process.platform === "win32") return;
  input ??= startWatchdog();
  input.write(`${word} ${pid}\n`);
}

function startWatchdog() {
  const child = spawn("/bin/sh", ["-c", WATCH], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  // Without a watchdog everything works but the clean-up after kill -9.
  child.on("error", () => undefined);
  child.stdin.on("error", () => undefined);
  child.unref();
  /** @type {import("node:net").Socket} */ (child.stdin).unref();
  return child.stdin;
}
