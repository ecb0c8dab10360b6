import type { ChatView } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import { greetingText, helpText, redeemText, statusText } from "../../src/chat/replies.ts";
import { textsFor } from "../../src/chat/texts.ts";

const english = textsFor("en");
const chat = (changes: Partial<ChatView> = {}): ChatView => ({
  ...{ id: "42", kind: "private", users: [], state: "reachable", categoriesOff: [], waiting: 0, parked: 0 },
  ...changes,
});
const NOW_MS = Date.parse("2026-01-01T12:00:00Z");
const status = (changes: Partial<ChatView>, addressing: "direct" | "linked" = "linked") =>
  statusText(chat(changes), english, { addressing, nowMs: NOW_MS });

describe("greetingText", () => {
  it("tells people their own id where it is an address", () => {
    expect(greetingText(chat(), english, "direct")).toContain("Your user id is 42.");
    const group = chat({ id: "-100", kind: "group" });
    expect(greetingText(group, english, "direct")).toContain("The user id of this chat is -100.");
  });

  it("sends people to the app where it is none, unless they are connected", () => {
    expect(greetingText(chat(), english, "linked")).toContain("not connected");
    expect(greetingText(chat({ users: ["anna"] }), english, "linked")).toBe(
      "Hello! Your notifications arrive here.",
    );
  });

  it("does not promise anything to a chat that is suspended", () => {
    expect(greetingText(chat({ state: "suspended", users: ["anna"] }), english, "direct")).toContain(
      "suspended",
    );
  });
});

describe("redeemText", () => {
  it("has words for every end of a link", () => {
    const { link } = english;
    expect(redeemText({ kind: "linked", userId: "anna", released: 0 }, false, english)).toBe(link.linked);
    expect(redeemText({ kind: "again", userId: "anna" }, false, english)).toBe(link.linked);
    expect(redeemText({ kind: "used" }, false, english)).toBe(link.used);
    expect(redeemText({ kind: "unknown" }, false, english)).toBe(link.unknown);
    expect(redeemText({ kind: "wrong_chat" }, false, english)).toBe(link.forGroup);
    expect(redeemText({ kind: "wrong_chat" }, true, english)).toBe(link.forPrivate);
    expect(redeemText({ kind: "full" }, false, english)).toBe(link.full);
  });
});

describe("statusText", () => {
  it("says how many accounts are connected, and never which", () => {
    expect(status({})).toBe("This chat is not connected to an account.");
    expect(status({ users: ["anna"] })).toBe("This chat is connected to one account.");
    expect(status({ users: ["anna", "ben"] }, "direct")).toBe("This chat is connected to 2 accounts.");
    expect(status({}, "direct")).toBe("Notifications for the user id 42 arrive here.");
  });

  it("says all that keeps notifications back", () => {
    const quiet = { fromMinute: 1320, toMinute: 420, zone: "Europe/Berlin" };
    const mutedUntilMs = NOW_MS + 90 * 60_000;
    expect(status({ state: "stopped", mutedUntilMs, quiet, waiting: 2, parked: 1 }).split("\n")).toEqual([
      "This chat is not connected to an account.",
      "You get no notifications. /start brings them back.",
      "Only urgent ones for another 1 h 30 min. /unmute ends it.",
      "Quiet hours: 22:00–07:00 Europe/Berlin.",
      "3 notifications wait.",
    ]);
    expect(status({ state: "suspended" })).toContain("suspended");
    expect(status({ mutedUntilMs: NOW_MS })).not.toContain("urgent");
  });
});

it("helps with every command there is, in the person's language", () => {
  expect(helpText(english)).toMatch(/\/start[\s\S]*\/mute[\s\S]*\/help/);
  expect(helpText(textsFor("de"))).toMatch(/^Ich bringe[\s\S]*\/start – Benachrichtigungen/);
});
