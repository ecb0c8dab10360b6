import { inspect } from "node:util";

export type WaitForOptions = {
  /** Give up after this long. Default 10,000. */
  timeoutMs?: number;
  /** Pause between two probes. Default 20. */
  everyMs?: number;
  /** What is waited for, for the error message. */
  what?: string;
};

type Falsy = undefined | null | false;
type Seen<T> = { value: T | Falsy } | { error: unknown } | { hanging: true };

/**
 * Calls `probe` until it answers something truthy, and resolves with that answer.
 * A probe that throws is asked again. Rejects when the time is over, naming what was waited for and
 * the last answer or error; a probe that hangs does not prolong the wait.
 */
export async function waitFor<T>(
  probe: () => T | Falsy | Promise<T | Falsy>,
  options: WaitForOptions = {},
): Promise<T> {
  const timeoutMs = options.timeoutMs ?? 10_000;
  const everyMs = options.everyMs ?? 20;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const seen = await ask(probe, deadline - performance.now());
    if ("value" in seen && seen.value) return seen.value;
    if (performance.now() + everyMs >= deadline || "hanging" in seen) {
      throw timeoutError(options.what ?? "the condition", timeoutMs, seen);
    }
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

async function ask<T>(probe: () => T | Falsy | Promise<T | Falsy>, leftMs: number): Promise<Seen<T>> {
  let timer: NodeJS.Timeout | undefined;
  const hanging = new Promise<Seen<T>>((resolve) => {
    timer = setTimeout(() => resolve({ hanging: true }), Math.max(leftMs, 1));
  });
  const answer = Promise.resolve()
    .then(probe)
    .then(
      (value): Seen<T> => ({ value }),
      (error: unknown): Seen<T> => ({ error }),
    );
  try {
    return await Promise.race([answer, hanging]);
  } finally {
    clearTimeout(timer);
  }
}

function timeoutError<T>(what: string, timeoutMs: number, seen: Seen<T>): Error {
  const waited = `waited ${timeoutMs} ms for ${what}`;
  if ("hanging" in seen) return new Error(`${waited}; the last probe never answered`);
  if ("value" in seen) return new Error(`${waited}; the last answer was ${inspect(seen.value)}`);
  const reason = seen.error instanceof Error ? seen.error.message : inspect(seen.error);
  return new Error(`${waited}; the last error was: ${reason}`, { cause: seen.error });
}
