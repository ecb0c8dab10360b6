import type { Quarantine, QuarantineEntry } from "@bellwire/messaging";
import type { Request, Response } from "express";
import { z } from "zod";
import { sendProblem } from "../problems.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import type { Route } from "./route.ts";

const LIMIT_DEFAULT = 50;
const LIMIT_MAX = 200;

const query = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,15}-\d{1,10}$/, "expected the cursor of an earlier answer")
    .optional(),
  limit: z
    .string()
    .regex(/^\d{1,3}$/, `expected a whole number from 1 to ${LIMIT_MAX}`)
    .transform(Number)
    .refine((value) => value >= 1 && value <= LIMIT_MAX, `expected a whole number from 1 to ${LIMIT_MAX}`)
    .default(LIMIT_DEFAULT),
});

/** `GET /quarantine`: malformed payloads, newest first, raw, with the reason. */
export function quarantineRoute(quarantine: Quarantine): Route {
  const list = async (request: Request, response: Response): Promise<void> => {
    const parsed = query.safeParse({ ...request.query });
    if (!parsed.success) {
      const errors = parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
      return sendProblem(response, "invalid_query", "The query takes `cursor` and `limit`.", { errors });
    }
    const { cursor, limit } = parsed.data;
    const asked = quarantine.list(cursor === undefined ? { limit } : { cursor, limit });
    const page = await withinRedisBudget(request, asked);
    response.setHeader("Cache-Control", "no-store");
    response.json({
      items: page.items.map(toWire),
      ...(page.cursor !== undefined && { cursor: page.cursor }),
    });
  };
  return { method: "GET", path: "/quarantine", access: "guarded", handlers: [list] };
}

function toWire({ id, door, reason, detail, bytes, raw }: QuarantineEntry) {
  const truncated = raw.length < bytes;
  const at = new Date(Number(id.split("-")[0])).toISOString();
  const text = readText(raw, truncated);
  return { id, at, door, reason, detail, bytes, raw_base64: raw.toString("base64"), text, truncated };
}

/** The payload as text, or null when it is not UTF-8. A cut may have gone through a character: that one is left out. */
function readText(raw: Buffer, truncated: boolean): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw, { stream: truncated });
  } catch {
    return null;
  }
}
