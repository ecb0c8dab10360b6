import type { Response } from "express";
import { z } from "zod";
import { sendProblem } from "./problems.ts";

/**
 * What `query` says; undefined when it is malformed and the client has been told so.
 * @param takes the names that it may have, in words
 */
export function readQuery<Schema extends z.ZodType>(
  response: Response,
  query: object,
  schema: Schema,
  takes: string,
): z.output<Schema> | undefined {
  const parsed = schema.safeParse({ ...query });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  sendProblem(response, "invalid_query", `The query takes ${takes}.`, { errors });
  return undefined;
}

/** A whole number in a query, written without sign, fraction or exponent. */
export function wholeNumber(min: number, max: number) {
  const expected = `expected a whole number from ${min} to ${max}`;
  return z
    .string(expected)
    .regex(/^\d{1,15}$/, expected)
    .transform(Number)
    .refine((value) => value >= min && value <= max, expected);
}

/** How many items a page has. */
export function pageLimit() {
  return wholeNumber(1, LIMIT_MAX).default(LIMIT_DEFAULT);
}

const LIMIT_DEFAULT = 50;
const LIMIT_MAX = 200;
