import { describe, expect, it } from "vitest";
import { channelFindings } from "../../src/findings/channel-findings.ts";

describe("channelFindings", () => {
  const nothing = {
    hub: { status: "ready" },
    subscribers: [],
    nowMs: 100_000,
    lost: [],
    unheard: [],
    live: [],
  } as const;
  const unheard = (channel: string, count = 3) => ({ channel, count, sinceMs: 5 });

  it("has nothing to say where all is heard", () => {
    expect(channelFindings(nothing)).toEqual([]);
  });

  it("says that the page's own subscribers hear nothing, or heard too little", () => {
    const lost = [{ channel: "orders:new", count: 4 }];
    const findings = channelFindings({ ...nothing, hub: { status: "connecting" }, lost });
    expect(findings).toMatchObject([
      { code: "hub_away" },
      { code: "received_less_than_published", about: "orders:new" },
    ]);
    expect(findings[1]?.words).toContain("4 did not come back");
  });

  it("says that Redis refuses what a subscriber wants", () => {
    const one = { channels: [], patterns: [], received: 0, dropped: 0, failed: 0 };
    const subscribers = [
      { ...one, name: "refused", state: "subscribing", sinceMs: 89_000 },
      { ...one, name: "new", state: "subscribing", sinceMs: 91_000 },
      { ...one, name: "fine", state: "subscribed", sinceMs: 0 },
    ] as const;
    expect(channelFindings({ ...nothing, subscribers })).toMatchObject([
      { code: "subscriber_refused", about: "refused", sinceMs: 89_000 },
    ]);
    expect(channelFindings({ ...nothing, subscribers, hub: { status: "connecting" } })).toMatchObject([
      { code: "hub_away" },
    ]);
  });

  it.each([
    ["orders:neu", "orders:new"],
    ["order:new", "orders:new"],
    ["notifcation", "notification"],
    ["notificatoin", "notification"],
  ])("takes %s for a typo of %s", (channel, meant) => {
    const findings = channelFindings({ ...nothing, unheard: [unheard(channel)], live: ["other", meant] });
    expect(findings).toMatchObject([
      { code: "channel_typo", about: channel, severity: "warning", sinceMs: 5 },
    ]);
    expect(findings[0]?.words).toContain(`Was ${meant} meant?`);
  });

  it.each([["news"], ["a"], ["orders:cancelled"]])("does not take %s for a typo", (channel) => {
    const live = ["nuts", "b", "orders:new"];
    expect(channelFindings({ ...nothing, unheard: [unheard(channel, 1)], live })).toMatchObject([
      {
        code: "channel_unheard",
        severity: "hint",
        words: expect.stringContaining("1 message was published"),
      },
    ]);
  });

  it("shows five of them, and no name at any length", () => {
    const many = Array.from({ length: 20 }, (_, at) => unheard(`${"x".repeat(200)}${at}`));
    const findings = channelFindings({ ...nothing, unheard: many });
    expect(findings).toHaveLength(5);
    expect(findings.every(({ words }) => words.length < 250)).toBe(true);
  });
});
