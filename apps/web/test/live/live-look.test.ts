import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { LiveLook } from "../../src/live/live-look.ts";

let told: string[] = [];
let seen: string | undefined;
let looks = 0;
const tell = (event: string, json: string) => void told.push(`${event} ${json}`);

beforeEach(() => {
  vi.useFakeTimers();
  [told, seen, looks] = [[], '"one"', 0];
});
afterEach(() => {
  vi.useRealTimers();
});

function start(how: "always" | "changes"): LiveLook {
  const look = async () => {
    looks += 1;
    return seen;
  };
  const live = new LiveLook({ event: "e", look, everyMs: 1000, tell: how });
  live.start(tell);
  return live;
}

describe("LiveLook", () => {
  it("looks at once and again and again, until it is stopped", async () => {
    const live = start("always");
    expect(live.beginning()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(2500);
    expect(told).toEqual(['e "one"', 'e "one"', 'e "one"']);
    expect(live.beginning()).toBe('"one"');
    live.stop();
    await vi.advanceTimersByTimeAsync(2500);
    expect([looks, told.length, live.beginning()]).toEqual([3, 3, undefined]);
  });

  it("tells only changes where that is wanted", async () => {
    const live = start("changes");
    await vi.advanceTimersByTimeAsync(1500);
    seen = undefined;
    await vi.advanceTimersByTimeAsync(1000);
    seen = '"two"';
    await vi.advanceTimersByTimeAsync(1000);
    expect(told).toEqual(['e "one"', 'e "two"']);
    live.stop();
  });

  it("is heard also while nothing can be seen", async () => {
    seen = undefined;
    const live = start("always");
    await vi.advanceTimersByTimeAsync(1500);
    expect(told).toEqual(["alive {}", "alive {}"]);
    live.stop();
  });

  it("may be started again at once", async () => {
    const live = start("changes");
    live.stop();
    live.start(tell);
    await vi.advanceTimersByTimeAsync(100);
    expect(told).toEqual(['e "one"']);
    live.stop();
  });
});
