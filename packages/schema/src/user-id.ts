import { LIMITS } from "./limits.ts";

/** A non-zero integer within 52 bits: a person, or, when negative, a group or channel. Refuses -0 too. */
export function isUserId(value: unknown): value is number {
  return (
    typeof value === "number" && Number.isInteger(value) && value !== 0 && Math.abs(value) <= LIMITS.userIdMax
  );
}

/** Why `value` is no user id, without quoting it. Only to be asked when it is none. */
export function userIdProblem(value: unknown): string {
  if (value === undefined) return "user_id is missing";
  if (typeof value === "string") return 'user_id must be a number: send 42, not "42"';
  if (typeof value !== "number") return `user_id must be a number, not ${kindOf(value)}`;
  if (!Number.isInteger(value)) return "user_id must be a whole number";
  if (value === 0) return "user_id must not be 0";
  return `user_id must lie between -${LIMITS.userIdMax} and ${LIMITS.userIdMax}`;
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "boolean" ? "a boolean" : "an object";
}
