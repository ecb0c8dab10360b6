import fc from "fast-check";
import type { Notification } from "../src/index.ts";
import { isMessageText } from "../src/message-text.ts";
import { isUserId } from "../src/user-id.ts";

const words = (...choices: string[]) => fc.constantFrom(...choices);
const identifierOf = (maxLength: number) =>
  fc
    .stringMatching(new RegExp(`^[A-Za-z0-9._:-]{1,${maxLength}}$`))
    .filter((text) => text !== "." && text !== "..");
const identifier = identifierOf(128);
const flag = fc.boolean();
const visible = (maxLength: number) =>
  fc.string({ unit: "grapheme", minLength: 1, maxLength }).filter((text) => isMessageText(text));
const button = fc.record({
  text: visible(8),
  url: fc.oneof(
    fc.webUrl().filter((url) => url.length <= 2048),
    fc.constant("tg://user?id=42"),
  ),
});
const soon = fc
  .date({
    noInvalidDate: true,
    min: new Date("0000-01-01T00:00:00Z"),
    max: new Date(Date.now() + 300 * 86_400_000),
  })
  .map((date) => date.toISOString());

/** A notification that every reader takes. */
export const anyNotification: fc.Arbitrary<Notification> = fc.record(
  {
    user_id: fc.oneof(
      fc.integer({ min: 1 }),
      fc.integer({ max: -1 }),
      fc.string({ unit: "binary", minLength: 1, maxLength: 128 }).filter(isUserId),
      fc.bigInt().map(String).filter(isUserId),
    ),
    message: fc.oneof(visible(40), fc.string({ unit: "binary" }).filter(isMessageText)),
    id: identifier,
    priority: fc.constantFrom("urgent", "normal", "bulk"),
    send_at: soon,
    ttl_seconds: fc.integer({ min: 1, max: 31_622_400 }),
    format: fc.constantFrom("text", "html", "markdown"),
    silent: flag,
    protect: flag,
    link_preview: flag,
    thread_id: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
    buttons: fc.array(fc.array(button, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 8 }),
    replace_key: identifier,
    on_unknown: fc.constantFrom("resend", "hold"),
    category: identifierOf(64),
  },
  { requiredKeys: ["user_id", "message"] },
);

const wild = fc.anything();

/** Options as a publisher writes them who has half read the contract: each may be right, nearly right, or anything. */
export const anyOptions: fc.Arbitrary<{ [name: string]: unknown }> = fc.record(
  {
    id: fc.oneof(identifier, fc.string(), wild),
    priority: fc.oneof(words("urgent", "normal", "bulk", "high", ""), wild),
    send_at: fc.oneof(soon, words("2027-02-30T00:00:00Z", "now", "2026-01-01T00:00:00"), wild),
    ttl_seconds: fc.oneof(fc.integer({ min: -1, max: 31_622_401 }), fc.double(), wild),
    format: fc.oneof(words("text", "html", "markdown", "HTML"), wild),
    silent: fc.oneof(flag, wild),
    protect: fc.oneof(flag, wild),
    link_preview: fc.oneof(flag, wild),
    thread_id: fc.oneof(fc.integer(), wild),
    buttons: fc.oneof(
      fc.array(fc.array(fc.oneof(button, fc.record({ text: wild, url: wild }), wild), { maxLength: 9 }), {
        maxLength: 9,
      }),
      fc.array(wild),
      wild,
    ),
    replace_key: fc.oneof(identifier, fc.string(), wild),
    on_unknown: fc.oneof(words("resend", "hold"), wild),
    category: fc.oneof(identifierOf(64), identifier, words(".", ".."), fc.string(), wild),
  },
  { requiredKeys: [] },
);
