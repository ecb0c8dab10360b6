import { describe, expect, it } from "vitest";
import { describeBotCount, describeBots } from "../../src/readiness/bot-words.ts";

const NOW_MS = 1_800_000_000_000;
const ready = {
  status: "ready",
  checks: [{ name: "redis", status: "ok", words: "Subscribed.", since: "x" }],
};

function describeOne(report: unknown, agoMs = 0) {
  return describeBots([{ id: "a", atMs: NOW_MS - agoMs, report }], NOW_MS).get("bot:a");
}

describe("describeBots", () => {
  it("says what a ready bot says", () => {
    expect(describeOne(ready)).toEqual({ status: "ok", words: "Subscribed." });
  });

  it("never counts a bot's failure as ours, and keeps its words and remedy", () => {
    const report = {
      status: "not_ready",
      checks: [
        { status: "fail", words: "Telegram refuses the token.", remedy: "Set another token." },
        { status: "ok", words: "Fine." },
      ],
    };
    expect(describeOne(report)).toEqual({
      status: "warn",
      words: "Telegram refuses the token.",
      remedy: "Set another token.",
    });
  });

  it("says for how long a bot has been silent, and forgets it after a minute", () => {
    expect(describeOne(ready, 10_000)).toMatchObject({ status: "ok" });
    expect(describeOne(ready, 12_500)).toMatchObject({
      status: "warn",
      words: "This bot has not reported for 12 s.",
    });
    expect(describeOne(ready, 60_001)).toBeUndefined();
  });

  it.each([
    null,
    1,
    "text",
    [],
    {},
    { status: "ready" },
    { status: "ready", checks: "none" },
    { status: "ready", checks: [{ status: "ok", words: 1 }] },
    { status: "splendid", checks: [] },
  ])("survives the report %j", (report) => {
    expect(describeOne(report)).toMatchObject({ status: "warn", words: "This bot's report cannot be read." });
  });

  it("bounds whatever was written", () => {
    const check = { status: "warn", words: "x".repeat(100_000), remedy: "y".repeat(100_000) };
    const huge = { status: "not_ready", checks: Array.from({ length: 10_000 }, () => check) };
    const reports = Array.from({ length: 1000 }, (_, n) => ({
      id: `${n}${"i".repeat(500)}`,
      atMs: NOW_MS,
      report: huge,
    }));
    const checks = describeBots(reports, NOW_MS);
    expect(checks.size).toBe(50);
    for (const [name, { words, remedy }] of checks) {
      expect(name.length).toBeLessThan(70);
      expect(words.length + (remedy ?? "").length).toBeLessThan(6100);
    }
  });
});

describe("describeBotCount", () => {
  it("warns, with the command to start one, when no bot listens", () => {
    expect(describeBotCount(0)).toMatchObject({
      status: "warn",
      remedy: expect.stringContaining("apps/bot/dist/main.js"),
    });
    expect(describeBotCount(undefined)).toMatchObject({ status: "warn" });
    expect(describeBotCount(1)).toEqual({ status: "ok", words: "One bot listens." });
    expect(describeBotCount(3)).toEqual({ status: "ok", words: "3 bots listen." });
  });
});
