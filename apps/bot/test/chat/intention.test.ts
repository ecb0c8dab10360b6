import { describe, expect, it } from "vitest";
import { readIntention } from "../../src/chat/intention.ts";

const read = (text?: string) => readIntention(text, "bell_bot");
const HOUR_MS = 3_600_000;

describe("readIntention", () => {
  it.each(["/start", "/START", "/start@bell_bot", "/start@Bell_Bot ", "/start\n"])("knows %j", (text) => {
    expect(read(text)).toEqual({ kind: "start" });
  });

  it.each(["/start aB-_9", "/start@bell_bot aB-_9", "/start  aB-_9\n"])("finds the token in %j", (text) => {
    expect(read(text)).toEqual({ kind: "start", token: "aB-_9" });
  });

  it.each(["stop", "status", "unmute", "help"])("knows /%s, whatever follows", (name) => {
    for (const text of [`/${name}`, `/${name}@bell_bot`, `/${name} please`])
      expect(read(text)).toEqual({ kind: name });
  });

  it.each([
    ["/mute", HOUR_MS],
    ["/mute 30m", HOUR_MS / 2],
    ["/mute 30 min", HOUR_MS / 2],
    ["/mute 2H", 2 * HOUR_MS],
    ["/mute 7d", 7 * 24 * HOUR_MS],
    ["/mute@bell_bot 1m", 60_000],
  ])("reads %j", (text, forMs) => {
    expect(read(text)).toEqual({ kind: "mute", forMs });
  });

  it.each(["/mute 8d", "/mute 0m", "/mute 2", "/mute for ever", "/mute -2h", "/mute 2hin", "/mute 1h30m"])(
    "does not guess at %j",
    (text) => {
      expect(read(text)).toEqual({ kind: "unclear", about: "mute" });
    },
  );

  it.each([
    ["/quiet 22:00-07:00", { fromMinute: 1320, toMinute: 420 }],
    ["/quiet 22-7", { fromMinute: 1320, toMinute: 420 }],
    ["/quiet 0:00 – 5:30 utc", { fromMinute: 0, toMinute: 330, zone: "UTC" }],
    ["/quiet 22:00-07:00  europe/berlin", { fromMinute: 1320, toMinute: 420, zone: "Europe/Berlin" }],
    ["/quiet@bell_bot 9-17 America/New_York", { fromMinute: 540, toMinute: 1020, zone: "America/New_York" }],
  ])("reads %j", (text, hours) => {
    expect(read(text)).toEqual({ kind: "quiet", ...hours });
  });

  it("ends quiet hours", () => {
    expect(read("/quiet off")).toEqual({ kind: "quiet_off" });
    expect(read("/quiet OFF")).toEqual({ kind: "quiet_off" });
  });

  it.each([
    "/quiet",
    "/quiet 22:00",
    "/quiet 24:00-07:00",
    "/quiet 22:60-07:00",
    "/quiet 7-7",
    "/quiet Europe/Berlin",
  ])("does not guess at %j", (text) => {
    expect(read(text)).toEqual({ kind: "unclear", about: "quiet" });
  });

  it.each(["/quiet 22-7 Berlin", "/quiet 22-7 Europe/Nowhere", "/quiet 22-7 Europe/Berlin please"])(
    "says that it does not know the zone of %j",
    (text) => {
      expect(read(text)).toEqual({ kind: "unclear", about: "zone" });
    },
  );

  it.each(["hello", " /start", "/started", "/", "/settings now", "/start!", "ok\n/stop", "🦉"])(
    "takes %j for words to the app",
    (text) => {
      expect(read(text)).toEqual({ kind: "said", text });
    },
  );

  it.each(["/start@other_bot", "/stop@other_bot now", "/order@other_bot 5", "", undefined])(
    "has nothing to do with %j",
    (text) => {
      expect(read(text)).toEqual({ kind: "none" });
    },
  );
});
