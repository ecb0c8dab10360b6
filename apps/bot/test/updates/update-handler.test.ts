import { RedisUnavailableError } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import { handlerStand, NOW_MS } from "./update-stand.ts";

const away = () => new RedisUnavailableError("disconnected", "test");

/** Redis being away for so many calls. */
function awayFor(calls: number): { onCall: () => void } {
  let left = calls;
  return {
    onCall: () => {
      left -= 1;
      if (left >= 0) throw away();
    },
  };
}
const FOR_EVER = awayFor(Number.POSITIVE_INFINITY);
const HOUR_MS = 3_600_000;

describe("a message", () => {
  it("shows that somebody is there, and is told to the app", async () => {
    const { write, calls, sent, updates, lines } = handlerStand({ released: 3 });
    expect(await write("thanks")).toBe(true);
    expect(calls).toEqual([
      ["back", "42", "message"],
      ["replied", "42", { text: "thanks", messageId: 3 }, 7],
    ]);
    expect(sent).toEqual([]);
    expect(updates.of({ kind: "other" })).toBe(1);
    expect(lines.join("")).toContain('"messages":3');
    expect(lines.join("")).not.toContain("thanks");
  });

  it("without a text shows that somebody is there, unless somebody left", async () => {
    const { handle, calls } = handlerStand();
    await handle({ message: { message_id: 3, chat: { id: 42 } } });
    await handle({ message: { message_id: 4, chat: { id: -5 }, left_chat_member: { id: 1 } } });
    expect(calls).toEqual([["back", "42", "message"]]);
  });

  it("that is a command for another bot of the group is not for the app", async () => {
    const { write, calls, sent } = handlerStand();
    await write("/order@other_bot 5", { id: -5 });
    expect([calls, sent]).toEqual([[["back", "-5", "message"]], []]);
  });
});

describe("/start", () => {
  it("brings somebody back who had stopped, greets, and says what waited", async () => {
    const { write, calls, sent } = handlerStand({ released: 2 });
    await write("/start");
    expect(calls).toEqual([["back", "42", "start"]]);
    expect(sent[0]?.text).toContain("Your user id is 42.\n2 notifications have waited for you.");
  });

  it("takes the place of the greeting before what waited can have it", async () => {
    const atRelease: number[] = [];
    const stand = handlerStand({ onCall: () => atRelease.push(stand.spent.length) });
    await stand.write("/start");
    expect([atRelease, stand.spent]).toEqual([[1], ["42"]]);
    const full = handlerStand({ spends: [10_000] });
    expect(await full.write("/start")).toBe(true);
    expect([full.calls, full.sent]).toEqual([[["back", "42", "start"]], []]);
  });

  it("with a token links the chat, and never shows the token", async () => {
    const redeemed = { kind: "linked", userId: "anna", released: 1 } as const;
    const { write, calls, sent, lines } = handlerStand({ redeemed, released: 2 });
    await write("/start s3cret-token", { language: "de" });
    const facts = { id: "42", kind: "private", name: "Ada", language: "de" };
    expect(calls).toEqual([
      ["back", "42", "start"],
      ["redeem", "s3cret-token", facts],
    ]);
    expect(sent[0]?.text).toBe(
      "Verbunden: Ab jetzt kommen deine Benachrichtigungen hier an.\n3 Benachrichtigungen haben auf dich gewartet.",
    );
    expect(lines.join("") + JSON.stringify(sent)).not.toMatch(/s3cret|anna/);
  });

  it("says so where the link is of no use", async () => {
    const { write, sent } = handlerStand({ redeemed: { kind: "used" } });
    await write("/start token");
    expect(sent[0]?.text).toContain("used already");
  });

  it("points to the app where only links count", async () => {
    const { write, sent } = handlerStand({ addressing: "linked" });
    await write("/start");
    expect(sent[0]?.text).toContain("Open the link");
  });
});

describe("wishes", () => {
  it("stops without taking the message for a return", async () => {
    const { write, calls, sent } = handlerStand();
    await write("/stop");
    expect(calls).toEqual([["stop", "42"]]);
    expect(sent[0]?.text).toContain("/start");
  });

  it.each([
    ["/mute 2h", { mutedUntilMs: NOW_MS + 2 * HOUR_MS }, "For 2 h"],
    ["/unmute", { mutedUntilMs: null }, "All notifications"],
    ["/quiet off", { quiet: null }, "no quiet hours"],
  ])("%s", async (text, preferences, words) => {
    const { write, calls, sent } = handlerStand();
    await write(text);
    expect(calls.at(-1)).toEqual(["preferences", "42", preferences]);
    expect(sent[0]?.text).toContain(words);
  });

  it.each([
    ["/quiet 22-7 Europe/Berlin", {}, "Europe/Berlin", 60, "2026-03-29T01:00:00Z"],
    ["/quiet 22-7", { zone: "Asia/Tokyo" }, "Asia/Tokyo", 540, "2027-02-05T12:00:00Z"],
    ["/quiet 22-7", {}, "UTC", 0, "2027-02-05T12:00:00Z"],
  ])("%s, where %j is known", async (text, view, zone, offsetMinutes, until) => {
    const { write, calls, sent } = handlerStand({ view });
    await write(text);
    const quiet = { fromMinute: 1320, toMinute: 420, zone, offsetMinutes, offsetUntilMs: Date.parse(until) };
    expect(calls.at(-1)).toEqual(["preferences", "42", { quiet }]);
    expect(sent[0]?.text).toContain(`22:00–07:00 ${zone}`);
    expect(sent[0]?.text.includes("do not know your time zone")).toBe(zone === "UTC");
  });

  it.each(["/mute for ever", "/quiet", "/quiet 22-7 Nowhere", "/help"])("only answers %s", async (text) => {
    const { write, calls, sent } = handlerStand();
    await write(text);
    expect(calls).toEqual([["back", "42", "message"]]);
    expect(sent).toHaveLength(1);
  });
});

describe("/status and its buttons", () => {
  const TAP = { id: "t1", from: { language_code: "de" }, message: { message_id: 9, chat: { id: 42 } } };

  it("shows the categories as buttons, and none where there are none", async () => {
    const { write, sent } = handlerStand({ categories: ["ads"] });
    await write("/status");
    expect(sent[0]).toMatchObject({ keyboard: [[{ text: "🔔 ads", callback_data: "off:ads" }]] });
    const none = handlerStand();
    await none.write("/status");
    expect(none.sent[0]).toMatchObject({ keyboard: [] });
  });

  it("turns a category off, says so, and shows it, within the budget", async () => {
    const { handle, calls, tapped, edited, spent, updates } = handlerStand({ categories: ["ads", "orders"] });
    expect(await handle({ callback_query: { ...TAP, data: "off:ads" } })).toBe(true);
    expect(calls).toEqual([["preferences", "42", { categories: { ads: false } }]]);
    expect(tapped).toEqual([["t1", "ads: aus"]]);
    const keyboard = [
      { text: "🔕 ads", callback_data: "on:ads" },
      { text: "🔔 orders", callback_data: "off:orders" },
    ];
    expect(edited).toEqual([[42, 9, [keyboard]]]);
    expect([spent, updates.of({ kind: "tap" })]).toEqual([["42"], 1]);
  });

  it("does the same when the tap comes again", async () => {
    const { handle, calls, edited } = handlerStand({ categories: ["ads"] });
    for (const _ of [1, 2]) await handle({ callback_query: { ...TAP, data: "off:ads" } });
    expect(calls[1]).toEqual(calls[0]);
    expect(edited[1]).toEqual(edited[0]);
  });

  it("does not mind that the buttons were the same already", async () => {
    const description = "Bad Request: message is not modified: same as current content";
    const { handle, answers } = handlerStand({ result: { kind: "refused", code: 400, description } });
    await handle({ callback_query: { ...TAP, data: "off:ads" } });
    expect(answers.of({ outcome: "refused" })).toBe(1);
  });

  it("changes nothing by a button that it does not know, and has nothing to do without one", async () => {
    const { handle, calls, tapped } = handlerStand({ categories: ["ads"] });
    await handle({ callback_query: { ...TAP, data: "off:gone" } });
    expect([calls, tapped]).toEqual([[], [["t1", "Diese Kategorie gibt es nicht mehr."]]]);
    expect(await handle({ callback_query: { id: "t2", data: "off:ads" } })).toBe(true);
    expect(tapped).toHaveLength(1);
  });

  it("answers a tap that Redis does not take", async () => {
    const stand = handlerStand({ categories: ["ads"], ...FOR_EVER });
    expect(await stand.handle({ callback_query: { ...TAP, data: "off:ads" } })).toBe(true);
    expect([stand.tapped[0]?.[1], stand.edited]).toEqual([expect.stringContaining("nicht geklappt"), []]);
  });
});

describe("a change of membership", () => {
  const move = (id: number, status: string) => ({
    my_chat_member: { chat: { id }, new_chat_member: { status } },
  });

  it.each([
    [42, "kicked", [["leave", "42", "blocked"]]],
    [-5, "kicked", [["leave", "-5", "removed"]]],
    [-5, "left", [["leave", "-5", "removed"]]],
    [42, "member", [["back", "42", "message"]]],
    [-5, "administrator", [["back", "-5", "message"]]],
    [-5, "restricted", []],
  ])("of %i to %s", async (id, status, expected) => {
    const { handle, calls, sent, updates } = handlerStand();
    expect(await handle(move(id, status))).toBe(true);
    expect([calls, sent]).toEqual([expected, []]);
    expect(updates.of({ kind: "membership" })).toBe(1);
  });
});

describe("answers", () => {
  it("are given within the budget that all bots share", async () => {
    const { write, spent, sent, answers } = handlerStand({ spends: [5, 5, 0] });
    expect(await write("/help")).toBe(true);
    expect([spent, sent.length]).toEqual([["42", "42", "42"], 1]);
    expect(answers.of({ outcome: "answered" })).toBe(1);
  });

  it("are not given where there is no place in time, and it says so", async () => {
    const { write, sent, answers, lines } = handlerStand({ spends: [10_000] });
    expect(await write("/help")).toBe(true);
    expect(sent).toEqual([]);
    expect(answers.of({ outcome: "no_budget" })).toBe(1);
    expect(lines.join("")).toContain("no place among the sends");
  });

  it("that Telegram refused are counted, and the update is handled", async () => {
    const { write, answers } = handlerStand({
      result: { kind: "refused", code: 403, description: "Forbidden" },
    });
    expect(await write("/help")).toBe(true);
    expect(answers.of({ outcome: "refused" })).toBe(1);
  });
});

describe("while Redis is away", () => {
  it("for a moment, everything is tried again", async () => {
    const stand = handlerStand({ ...awayFor(1), spends: [away(), 0], patienceMs: 5000 });
    expect(await stand.write("/start")).toBe(true);
    expect([stand.calls.length, stand.sent.length]).toEqual([2, 1]);
  });

  it.each(["/start", "thanks", "/stop"])("and the lease is gone with it, %j comes again", async (text) => {
    const { write, lease, sent } = handlerStand({ ...awayFor(1) });
    lease.state = "unknown";
    expect(await write(text)).toBe(false);
    expect(sent).toEqual([]);
  });

  it("and this bot is in a hurry, the next one has the update", async () => {
    const { write, handle } = handlerStand({ ...FOR_EVER, categories: ["ads"] });
    expect(await write("/start", { hurry: AbortSignal.abort() })).toBe(false);
    const data = "off:ads";
    const tap = { id: "t1", message: { message_id: 9, chat: { id: 42 } }, data };
    expect(await handle({ callback_query: tap }, AbortSignal.abort())).toBe(false);
    const moved = { chat: { id: 42 }, new_chat_member: { status: "kicked" } };
    expect(await handle({ my_chat_member: moved }, AbortSignal.abort())).toBe(false);
  });

  it("for long, other people's updates do not wait for ever, and whoever wanted something hears of it", async () => {
    const { write, sent, lines } = handlerStand({ ...FOR_EVER });
    expect(await write("/mute 1h")).toBe(true);
    expect(sent[0]?.text).toContain("did not work");
    expect(await write("thanks")).toBe(true);
    expect(sent).toHaveLength(1);
    expect(lines.join("")).toContain("could not be done");
  });
});

it("has nothing to do with updates of other kinds", async () => {
  const { handle, calls, updates } = handlerStand();
  expect(await handle({})).toBe(true);
  expect([calls, updates.of({ kind: "other" })]).toEqual([[], 1]);
});
