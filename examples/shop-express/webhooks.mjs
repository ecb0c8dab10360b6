import express from "express";
import { Webhook } from "standardwebhooks";

/**
 * What Bellwire tells the shop.
 * @typedef {{ id: string, user_id: string | number, state: string, revision: number, reason?: string }} OfNotification
 * @typedef {{ user_id: string | number, text?: string }} OfRecipient
 * @typedef {{ type: "notification.sent" | "notification.failed" | "notification.parked", data: OfNotification }
 *   | { type: "recipient.linked" | "recipient.unlinked" | "recipient.replied", data: OfRecipient }} Event
 */

/**
 * The route that Bellwire's WEBHOOK_URL names. It hands on what Bellwire signed, and each event once; when `onEvent`
 * rejects, Bellwire calls again later.
 * @param {string} secret @param {(event: Event, id: string) => Promise<void> | void} onEvent
 */
export function webhooksFrom(secret, onEvent) {
  const webhook = new Webhook(secret);
  // A shop with a database has a table of these instead, and writes to it in the transaction of what it does.
  const handled = new Set();
  const route = express.Router();
  // The bytes as they came: the signature is over them.
  route.post("/", express.raw({ type: "application/json" }), async (request, response) => {
    const event = read(webhook, request);
    if (event === undefined) return void response.sendStatus(401);
    const id = request.get("webhook-id") ?? "";
    if (!handled.has(id)) await onEvent(event, id);
    handled.add(id);
    response.sendStatus(204);
  });
  return route;
}

/** @param {Webhook} webhook @param {express.Request} request @returns {Event | undefined} */
function read(webhook, { body, headers }) {
  try {
    return /** @type {Event} */ (webhook.verify(body, /** @type {Record<string, string>} */ (headers)));
  } catch {
    return undefined;
  }
}
