import type { Request, Response } from "express";
import { z } from "zod";
import { readQuery } from "./read-query.ts";

/** The id of an entry of the event stream; without a number behind the moment, the moment itself. */
export const eventId = z
  .string()
  .regex(/^\d{1,15}(?:-\d{1,15})?$/, "expected the id of an event, such as 1700000000000-0")
  .transform((id) => (id.includes("-") ? id : `${id}-0`));

/** Ids that count: the number of a message, or a revision. */
export const numericId = z
  .string()
  .regex(/^\d{1,16}$/, "expected the id of an event, a number")
  .transform(Number);

/** The last event that the client knows, if it names one; undefined when that is malformed and it has been told so. */
export function lastEventOf<Id>(
  request: Request,
  response: Response,
  id: z.ZodType<Id, string>,
): { lastId?: Id | undefined } | undefined {
  const header = request.headers["last-event-id"];
  // A browser that reconnects sends the header, and asks the address that it was given at first.
  const asked = header ? { ...request.query, last_event_id: header } : request.query;
  const query = z.strictObject({ last_event_id: id.optional() });
  const takes = "`last_event_id`, which the header Last-Event-ID replaces";
  const parsed = readQuery(response, asked, query, takes);
  return parsed && { lastId: parsed.last_event_id };
}
