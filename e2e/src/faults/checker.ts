import type { Arrival, Attempt, History } from "./history.ts";

/** What the promises excuse in one case. */
export type Excuses = {
  /** Attempts that may be lost although they were accepted: at-most-once publishers, what a FLUSHALL deleted. */
  mayBeLost?: (attempt: Attempt) => boolean;
};

/** Jepsen's total-queue, with the order of first arrivals beside it. */
export type Verdict = {
  attempted: number;
  accepted: number;
  refused: number;
  unknown: number;
  /** Accepted or unknown ones that arrived, once or more often. */
  arrived: number;
  /** Accepted, never arrived, not excused. */
  lost: Attempt[];
  /** Accepted, never arrived, excused. */
  excused: Attempt[];
  /** Copies beyond the first, of all messages together. */
  duplicated: number;
  /** Attempts that arrived more than once. */
  repeated: Attempt[];
  /** Arrived, though nobody tried to send it or its refusal said that it was not taken. */
  unexpected: Arrival[];
  /** Outcome unknown to the publisher, arrived. */
  recovered: number;
  /** Accepted messages whose first arrival came before that of one accepted earlier from the same source to the same chat. */
  misordered: Attempt[];
};

/** Judges a history that has come to its end: what has not arrived by now never does. Pure. */
export function checkHistory(history: History, excuses: Excuses = {}): Verdict {
  const firstPlace = new Map<string, number>();
  const again = new Set<string>();
  for (const [place, arrival] of history.arrivals.entries()) {
    const key = keyOf(arrival);
    if (firstPlace.has(key)) again.add(key);
    else firstPlace.set(key, place);
  }
  const count = (outcome: Attempt["outcome"]) =>
    history.attempts.filter((attempt) => attempt.outcome === outcome).length;
  const hasArrived = (attempt: Attempt) => firstPlace.has(keyOf(attempt));
  const missing = history.attempts.filter(
    (attempt) => attempt.outcome === "accepted" && !hasArrived(attempt),
  );
  const isExcused = (attempt: Attempt) => excuses.mayBeLost?.(attempt) ?? false;
  const possible = new Set(
    history.attempts.filter(({ outcome }) => outcome !== "refused").map((attempt) => keyOf(attempt)),
  );
  const expected = history.arrivals.filter((arrival) => possible.has(keyOf(arrival)));
  return {
    attempted: history.attempts.length,
    accepted: count("accepted"),
    refused: count("refused"),
    unknown: count("unknown"),
    arrived: history.attempts.filter((attempt) => attempt.outcome !== "refused" && hasArrived(attempt))
      .length,
    lost: missing.filter((attempt) => !isExcused(attempt)),
    excused: missing.filter(isExcused),
    duplicated: expected.length - new Set(expected.map(keyOf)).size,
    repeated: history.attempts.filter(
      (attempt) => attempt.outcome !== "refused" && again.has(keyOf(attempt)),
    ),
    unexpected: history.arrivals.filter((arrival) => !possible.has(keyOf(arrival))),
    recovered: history.attempts.filter((attempt) => attempt.outcome === "unknown" && hasArrived(attempt))
      .length,
    misordered: misordered(history.attempts, firstPlace),
  };
}

/** Only accepted ones are compared: where the outcome is unknown nobody knows when the door took it. */
function misordered(attempts: readonly Attempt[], firstPlace: ReadonlyMap<string, number>): Attempt[] {
  const lines = new Map<string, Attempt[]>();
  for (const attempt of attempts) {
    if (attempt.outcome !== "accepted") continue;
    const name = `${attempt.source} ${attempt.chatId}`;
    const line = lines.get(name);
    if (line === undefined) lines.set(name, [attempt]);
    else line.push(attempt);
  }
  return [...lines.values()].flatMap((line) => overtaking(line, firstPlace));
}

/** Those of a line that arrived while an earlier one of it was still to come. */
function overtaking(line: Attempt[], firstPlace: ReadonlyMap<string, number>): Attempt[] {
  let latest = -1;
  return line
    .toSorted((one, other) => one.order - other.order)
    .filter((attempt) => {
      const place = firstPlace.get(keyOf(attempt));
      if (place === undefined) return false;
      if (place < latest) return true;
      latest = place;
      return false;
    });
}

function keyOf({ chatId, text }: { chatId: number; text: string }): string {
  return `${chatId} ${text}`;
}
