import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { defaultLimits, type RateLimits, RateModel } from "../../src/model/limits.ts";

function modelAt(limits: Partial<RateLimits>) {
  const clock = { nowMs: 1_000_000 };
  const model = new RateModel({ ...defaultLimits, enabled: true, ...limits }, () => clock.nowMs);
  return { clock, model };
}

describe("RateModel", () => {
  it("lets everything through while it is off", () => {
    const { model } = modelAt({ enabled: false });
    for (let sent = 0; sent < 1000; sent += 1) expect(model.spend(1)).toBe(0);
  });

  it("lets 30 different chats through in a second and tells the next one to wait", () => {
    const { clock, model } = modelAt({});
    for (let chat = 1; chat <= 30; chat += 1) expect(model.spend(chat)).toBe(0);
    expect(model.spend(31)).toBe(1);
    clock.nowMs += 999;
    expect(model.spend(31)).toBe(1);
    clock.nowMs += 1;
    expect(model.spend(31)).toBe(0);
  });

  it("lets one message a second into a chat, and a refusal costs nothing", () => {
    const { clock, model } = modelAt({});
    expect(model.spend(7)).toBe(0);
    clock.nowMs += 500;
    expect(model.spend(7)).toBe(1);
    clock.nowMs += 500;
    expect(model.spend(7)).toBe(0);
  });

  it("lets 20 messages a minute into a group, and says how long the oldest of them still counts", () => {
    const { clock, model } = modelAt({});
    for (let sent = 0; sent < 20; sent += 1) {
      expect(model.spend(-5)).toBe(0);
      clock.nowMs += 1000;
    }
    expect(model.spend(-5)).toBe(40);
    expect(model.spend(5)).toBe(0);
    clock.nowMs += 40_000;
    expect(model.spend(-5)).toBe(0);
  });

  it("turns one limit off with 0", () => {
    const { model } = modelAt({ global_per_second: 0, chat_interval_ms: 0, group_per_minute: 0 });
    for (let sent = 0; sent < 100; sent += 1) expect(model.spend(-5)).toBe(0);
  });

  it("never lets more through than the windows hold, and its wait is always long enough", () => {
    const limits = { global_per_second: 4, chat_interval_ms: 700, group_per_minute: 3 };
    const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.constantFrom(-2, -1, 1, 2, 3)), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(steps, (moves) => {
        const { clock, model } = modelAt(limits);
        const sends: { chat: number; atMs: number }[] = [];
        for (const [pauseMs, chat] of moves) {
          clock.nowMs += pauseMs;
          let wait = model.spend(chat);
          if (wait > 0 && pauseMs % 2 === 0) {
            clock.nowMs += wait * 1000;
            wait = model.spend(chat);
            expect(wait).toBe(0);
          }
          if (wait === 0) sends.push({ chat, atMs: clock.nowMs });
        }
        for (const { chat, atMs } of sends) {
          const since = (ms: number) => sends.filter((other) => other.atMs > atMs - ms && other.atMs <= atMs);
          expect(since(1000).length).toBeLessThanOrEqual(limits.global_per_second);
          expect(since(700).filter((other) => other.chat === chat)).toHaveLength(1);
          const inMinute = since(60_000).filter((other) => other.chat === chat);
          if (chat < 0) expect(inMinute.length).toBeLessThanOrEqual(limits.group_per_minute);
        }
      }),
    );
  });
});
