import { describe, expect, it } from "vitest";
import { RedisSteadiness } from "../../src/worker/redis-steadiness.ts";

const LEASE_MS = 1000;
/** A lease, and the time that others may need to reconnect. */
const STEADY_MS = LEASE_MS + 2000;

function setup() {
  const clock = { nowMs: 0, wallMs: 1_700_000_000_000 };
  const steadiness = new RedisSteadiness({
    leaseMs: LEASE_MS,
    nowMs: () => clock.nowMs,
    wallMs: () => clock.wallMs,
  });
  /** Time passes as it should, and Redis answers now and then. */
  const pass = (ms: number) => {
    for (let passed = 0; passed < ms; passed += 100) {
      clock.nowMs += 100;
      clock.wallMs += 100;
      steadiness.noteAnswer(1);
    }
  };
  return { clock, steadiness, pass };
}

describe("RedisSteadiness", () => {
  it("begins when Redis has answered for one full lease and the time that others may need to reconnect", () => {
    const { steadiness, pass } = setup();
    expect(steadiness.isSteady).toBe(false);
    pass(STEADY_MS);
    expect(steadiness.isSteady).toBe(false);
    pass(100);
    expect(steadiness.isSteady).toBe(true);
  });

  it("is not there without an answer", () => {
    const { clock, steadiness } = setup();
    for (let looks = 0; looks < 50; looks++) {
      clock.nowMs += 100;
      clock.wallMs += 100;
      expect(steadiness.isSteady).toBe(false);
    }
  });

  it("begins anew after a trouble", () => {
    const { steadiness, pass } = setup();
    pass(2 * STEADY_MS);
    steadiness.noteTrouble();
    expect(steadiness.isSteady).toBe(false);
    pass(STEADY_MS);
    expect(steadiness.isSteady).toBe(false);
    pass(100);
    expect(steadiness.isSteady).toBe(true);
  });

  it("begins anew after an answer that took more than half a lease", () => {
    const { steadiness, pass } = setup();
    pass(2 * STEADY_MS);
    steadiness.noteAnswer(501);
    expect(steadiness.isSteady).toBe(false);
  });

  it("begins anew when this process stood still", () => {
    const { clock, steadiness, pass } = setup();
    pass(2 * STEADY_MS);
    clock.nowMs += 501;
    clock.wallMs += 501;
    expect(steadiness.isSteady).toBe(false);
  });

  it("begins anew when the whole machine slept, and with it the clock that never jumps", () => {
    const { clock, steadiness, pass } = setup();
    pass(2 * STEADY_MS);
    clock.wallMs += 60_000;
    clock.nowMs += 1;
    expect(steadiness.isSteady).toBe(false);
  });

  it("does not mind a time of day that is set back", () => {
    const { clock, steadiness, pass } = setup();
    pass(2 * STEADY_MS);
    clock.wallMs -= 3_600_000;
    expect(steadiness.isSteady).toBe(true);
  });
});
