import { LIMITS } from "../limits.ts";
import type { FieldError } from "../problem.ts";
import { plainRule } from "./option-rule.ts";

const DAY_MS = 86_400_000;
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** Date and time of ISO 8601, extended form, with its distance from UTC. Seconds and their fraction may be left out. */
const MOMENT =
  /^(\d{4})-(\d{2})-(\d{2})T([01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;

/**
 * The moment that `send_at` names, in milliseconds of Unix time; what is finer is cut off. Undefined for any text
 * that is no `send_at`: without an offset, in another form, or with a day that its month does not have.
 */
export function sendAtToMs(text: string): number | undefined {
  const match = MOMENT.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  // Date.parse takes the 30th of February for the 2nd of March.
  if (day < 1 || day > daysIn(year, month)) return undefined;
  return Date.parse(text);
}

/** `send_at`, as far as it does not depend on the clock. */
export const sendAtRule = plainRule(
  "send_at",
  (value): value is string => typeof value === "string" && sendAtToMs(value) !== undefined,
  (value) =>
    typeof value === "string"
      ? "send_at must be a real moment of ISO 8601 with its offset, such as 2027-01-31T09:00:00Z or 2027-01-31T10:00+01:00"
      : "send_at must be a string such as 2027-01-31T09:00:00Z",
);

/** What is wrong with a `send_at` that lies further ahead than the contract allows and `slackMs` forgives. */
export function tooFarAhead(sendAt: string | undefined, nowMs: number, slackMs: number): FieldError[] {
  if (sendAt === undefined) return [];
  const latestMs = nowMs + LIMITS.sendAheadMaxDays * DAY_MS + slackMs;
  if ((sendAtToMs(sendAt) ?? 0) <= latestMs) return [];
  const message = `send_at must lie at most ${LIMITS.sendAheadMaxDays} days ahead`;
  return [{ path: "send_at", message }];
}

/** 0 for a month that does not exist. */
function daysIn(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && !leap ? 28 : (DAYS_IN_MONTH[month - 1] ?? 0);
}
