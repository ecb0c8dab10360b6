import type { ServerResponse } from "node:http";
import { sendJson } from "../http/responses.ts";
import type { Answer } from "./answer.ts";

/** Returns the status it sent. */
export function sendAnswer(response: ServerResponse, answer: Answer): number {
  if (answer.ok) return sendJson(response, 200, answer);
  const retryAfter = answer.parameters?.retry_after;
  return sendJson(
    response,
    answer.error_code,
    answer,
    retryAfter === undefined ? [] : ["retry-after", String(retryAfter)],
  );
}
