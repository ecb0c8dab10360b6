import { describe, expect, it } from "vitest";
import { toOutcome } from "../../src/delivery/outcome.ts";

const refused = (code: number, description: string, more = {}) =>
  toOutcome({ kind: "refused", code, description, ...more });

describe("toOutcome", () => {
  it("knows an answer", () => {
    expect(toOutcome({ kind: "answered", answer: { messageId: 7 } })).toEqual({ kind: "sent", messageId: 7 });
  });

  it("waits as long as Telegram wants, and no attempt is used", () => {
    expect(refused(429, "Too Many Requests: retry after 17", { retryAfterSeconds: 17 })).toEqual({
      kind: "limited",
      reason: "limited",
      retryAfterMs: 17_000,
    });
    expect(refused(429, "Too Many Requests")).toMatchObject({ retryAfterMs: 2000 });
  });

  it("follows a group to its new id", () => {
    const description = "Bad Request: group chat was upgraded to a supergroup chat";
    expect(refused(400, description, { migrateToChatId: -100123 })).toEqual({
      kind: "migrated",
      reason: "migrated",
      chatId: -100123,
    });
  });

  it.each([
    ["chat not found", "chat_not_found"],
    ["chat_id is empty", "chat_not_found"],
    ["private chat not found", "chat_not_found"],
    ["PEER_ID_INVALID", "chat_not_found"],
    ["not enough rights to send text messages to the chat", "no_rights"],
    ["have no write access to the chat", "no_rights"],
    ["need administrator rights in the channel chat", "no_rights"],
    ["CHAT_WRITE_FORBIDDEN", "no_rights"],
    ["CHAT_RESTRICTED", "no_rights"],
    ["CHAT_SEND_PLAIN_FORBIDDEN", "no_rights"],
    ["ALLOW_PAYMENT_REQUIRED_50", "payment_required"],
    ["have no rights to send a message", "no_rights"],
    ["group chat was upgraded to a supergroup chat", "migrated"],
  ])("400 %s: nothing will reach this chat", (description, reason) => {
    expect(refused(400, `Bad Request: ${description}`)).toEqual({
      kind: "refused",
      reason,
      unreachable: true,
    });
  });

  it.each([
    ["message text is empty", "text_empty"],
    ["text must be non-empty", "text_empty"],
    ["message is too long", "text_too_long"],
    ["text is too long", "text_too_long"],
    ["entities too long", "text_too_long"],
    ["can't parse entities: Unsupported start tag", "bad_markup"],
    ["strings must be encoded in UTF-8", "bad_encoding"],
    ["message thread not found", "topic_not_found"],
    ["TOPIC_CLOSED", "topic_not_found"],
    ["TOPIC_DELETED", "topic_not_found"],
    ["message to be replied not found", "reply_not_found"],
    ["BUTTON_URL_INVALID", "bad_buttons"],
    ["reply markup is too long", "bad_buttons"],
    ["something never seen before", "refused"],
  ])("400 %s: this message is refused, the chat is not", (description, reason) => {
    expect(refused(400, `Bad Request: ${description}`)).toEqual({
      kind: "refused",
      reason,
      unreachable: false,
    });
  });

  it.each([
    ["bot was blocked by the user", "blocked"],
    ["user is deactivated", "deactivated"],
    ["bot can't initiate conversation with a user", "not_started"],
    ["the bot can't send messages to the bot", "is_a_bot"],
    ["bot can't send messages to bots", "is_a_bot"],
    ["bot was kicked from the group chat", "removed"],
    ["bot was kicked from the supergroup chat", "removed"],
    ["bot was kicked from the channel chat", "removed"],
    ["bot is not a member of the supergroup chat", "removed"],
    ["the group chat was deleted", "removed"],
    ["something never seen before", "forbidden"],
  ])("403 %s: nothing will reach this chat", (description, reason) => {
    expect(refused(403, `Forbidden: ${description}`)).toEqual({ kind: "refused", reason, unreachable: true });
  });

  it.each([
    [401, "Unauthorized", "unauthorized"],
    [401, "Unauthorized: invalid token specified", "unauthorized"],
    [404, "Not Found", "not_found"],
    [404, "Not Found: method not found", "not_found"],
    [421, "Misdirected Request: unallowed token specified", "misdirected"],
  ])("%i %s: the bot is refused, not the message", (code, description, reason) => {
    expect(refused(code, description)).toEqual({ kind: "bot_refused", reason });
  });

  it.each([
    [500, "Internal Server Error: restart"],
    [502, "Bad Gateway"],
    [504, "Gateway Timeout"],
  ])("%i %s: may have been sent", (code, description) => {
    expect(refused(code, description)).toEqual({ kind: "unknown", reason: "server_error" });
  });

  it.each([0, 200, 302])("takes %i for no answer of Telegram", (code) => {
    expect(refused(code, "OK")).toEqual({ kind: "unknown", reason: "unreadable_answer" });
  });

  it("knows that a request too large is refused, and that 409 is about polling", () => {
    expect(refused(413, "Request Entity Too Large")).toEqual({
      kind: "refused",
      reason: "too_large",
      unreachable: false,
    });
    expect(refused(409, "Conflict: terminated by other getUpdates request")).toMatchObject({
      kind: "refused",
    });
  });

  it("tells what was provably not sent from what may have been", () => {
    expect(toOutcome({ kind: "failed", sent: "no", reason: "unreachable" })).toEqual({
      kind: "not_sent",
      reason: "unreachable",
    });
    for (const reason of ["timeout", "connection_lost", "unreadable_answer"] as const)
      expect(toOutcome({ kind: "failed", sent: "unknown", reason })).toEqual({ kind: "unknown", reason });
  });

  it("gives reasons of its own, never Telegram's text", () => {
    expect(JSON.stringify(refused(400, "Bad Request: somebody's words"))).not.toContain("somebody");
  });
});
