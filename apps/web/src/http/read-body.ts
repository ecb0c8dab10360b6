import { parseJsonBytes } from "@bellwire/schema";
import type { Request, Response } from "express";
import type { z } from "zod";
import { bytesOf } from "./json-body.ts";
import { sendProblem } from "./problems.ts";

/**
 * What the body says that readJsonBody took in; undefined when it is malformed and the client has been told so.
 * Numbers that parsing would alter are refused.
 * @param expected the body in words
 */
export function readBody<Schema extends z.ZodType>(
  request: Request,
  response: Response,
  schema: Schema,
  expected: string,
): z.output<Schema> | undefined {
  const json = parseJsonBytes(bytesOf(request));
  if (!json.ok) return refuse(response, `${sentence(json.problem.detail)} Send ${expected}.`);
  const [lossy] = json.value.lossyKeys;
  if (lossy !== undefined)
    return refuse(response, "The body holds a number that JSON readers alter. Send it as a string.");
  const parsed = schema.safeParse(json.value.value);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
  sendProblem(response, "invalid_body", `Send ${expected}.`, { errors });
  return undefined;
}

function refuse(response: Response, detail: string): undefined {
  sendProblem(response, "invalid_body", detail);
  return undefined;
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
