import { describe, expect, it } from "vitest";
import { botFindings } from "../../src/findings/bot-findings.ts";

const ONE_BOT = { channel: { subscribers: 2, bots: 1 }, queueLists: [] };

function bot(report: unknown, silentMs = 0) {
  return { id: "b1", atMs: 1_000_000 - silentMs, report };
}

function ofBots(...bots: ReturnType<typeof bot>[]) {
  return botFindings({ bots, doors: ONE_BOT, nowMs: 1_000_000 });
}

describe("botFindings", () => {
  it("says that no bot listens, and how to start one", () => {
    const doors = { channel: { subscribers: 1, bots: 0 }, queueLists: [] };
    expect(botFindings({ bots: [], doors, nowMs: 0 })).toMatchObject([
      { code: "no_bot", severity: "error", command: "node apps/bot/dist/main.js" },
    ]);
  });

  it("has nothing to say of a bot that is well", () => {
    expect(
      ofBots(bot({ status: "ready", checks: [{ name: "telegram", status: "ok", words: "Fine." }] })),
    ).toEqual([]);
  });

  it("repeats what a bot says of itself: a refused token, a subscription that is away", () => {
    const report = {
      status: "not_ready",
      checks: [
        {
          name: "telegram",
          status: "fail",
          words: "Telegram refuses the bot token (401).",
          remedy: "Set it.",
          since: "2027-01-01T00:00:00.000Z",
        },
        { name: "Odd name", status: "warn", words: "Hm." },
        { name: "intake", status: "ok", words: "Fine." },
      ],
    };
    expect(ofBots(bot(report))).toEqual([
      {
        code: "bot_telegram",
        about: "b1",
        severity: "error",
        words: "Bot b1: Telegram refuses the bot token (401).",
        sinceMs: Date.parse("2027-01-01T00:00:00.000Z"),
        remedy: "Set it.",
      },
      {
        code: "bot_check",
        about: "b1",
        severity: "warning",
        words: "Bot b1: Hm.",
        remedy: "See /readyz of the bot.",
      },
    ]);
  });

  it("says that a bot is late, or gone, since its last report", () => {
    expect(ofBots(bot({}, 10_001))).toMatchObject([{ code: "bot_late", about: "b1", sinceMs: 989_999 }]);
    expect(ofBots(bot({}, 60_001))).toMatchObject([{ code: "bot_gone" }]);
  });

  it("shows no more than twenty bots", () => {
    expect(ofBots(...Array.from({ length: 100 }, () => bot({}, 20_000)))).toHaveLength(20);
  });
});
