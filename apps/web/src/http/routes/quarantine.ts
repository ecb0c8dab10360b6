import type { Quarantine, QuarantineEntry } from "@bellwire/messaging";
import type { Request, Response } from "express";
import { z } from "zod";
import { pageLimit, readQuery } from "../read-query.ts";
import { withinRedisBudget } from "../redis-budget.ts";
import type { Route } from "./route.ts";

const query = z.strictObject({
  cursor: z
    .string()
    .regex(/^\d{1,15}-\d{1,10}$/, "expected the cursor of an earlier answer")
    .optional(),
  limit: pageLimit(),
});

/** `GET /quarantine`: malformed payloads, newest first, raw, with the reason. */
export function quarantineRoute(quarantine: Quarantine): Route {
  const list = async (request: Request, response: Response): Promise<void> => {
    const parsed = readQuery(response, request.query, query, "`cursor` and `limit`");
    if (parsed === undefined) return;
    const { cursor, limit } = parsed;
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
