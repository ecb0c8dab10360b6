import type { DeliveryRecord } from "@bellwire/messaging";
import type { Response } from "express";
import { z } from "zod";
import { toNotificationView } from "../../records/notification-view.ts";

/** The cursor of a page of records, as an earlier answer gave it: a moment and an id. */
export function recordCursor() {
  return z
    .string()
    .regex(/^\d{1,17}_[A-Za-z0-9._:-]{1,128}(?:~-?\d{1,16})?$/, "expected the cursor of an earlier answer");
}

export function sendPage(
  response: Response,
  page: { items: readonly DeliveryRecord[]; cursor?: string },
): void {
  response.setHeader("Cache-Control", "no-store");
  response.json({ items: page.items.map((record) => toNotificationView(record)), cursor: page.cursor });
}
