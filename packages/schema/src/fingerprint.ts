import { hash } from "node:crypto";
import type { Notification } from "./notification.ts";
import { OPTION_NAMES } from "./options/rules.ts";
import { sendAtToMs } from "./options/send-at.ts";
import { userIdJson } from "./user-id.ts";

/** 22 characters of base64url are 132 bits: no two requests meet by chance. */
const CHARACTERS = 22;
/** What an option means when it is absent. */
const USUAL: Readonly<Partial<Notification>> = {
  priority: "normal",
  format: "text",
  silent: false,
  protect: false,
  link_preview: true,
  on_unknown: "resend",
};
const TOLD_APART = OPTION_NAMES.filter((name) => name !== "id");

/**
 * Tells whether two notifications with one id are the same request: 22 characters, equal when everything but the id
 * is. An option at its default is as good as absent, and `send_at` is the moment that it names, however written.
 * Kept in Redis, so what it is made of never changes; an option that lands later counts only where it is present.
 */
export function fingerprintOf(notification: Notification): string {
  return hash("sha256", canonicalJson(notification), "base64url").slice(0, CHARACTERS);
}

function canonicalJson(notification: Notification): string {
  const { user_id, message, send_at, buttons } = notification;
  let json = `{"user_id":${userIdJson(user_id)},"message":${JSON.stringify(message)}`;
  for (const name of TOLD_APART) {
    let value: unknown = notification[name];
    if (value === undefined || value === USUAL[name]) continue;
    if (name === "send_at" && send_at !== undefined) value = sendAtToMs(send_at);
    if (name === "buttons") value = buttons?.map((row) => row.map(({ text, url }) => [text, url]));
    json += `,"${name}":${JSON.stringify(value)}`;
  }
  return `${json}}`;
}
