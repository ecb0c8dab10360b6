import { RedisUnavailableError } from "@bellwire/messaging";
import { expect, it } from "vitest";
import { Sweeper } from "../../src/intake/sweeper.ts";

type Answer = { lost: true } | { lost: false; admitted: number; unclaimed: number; more: boolean };

function setup(...answers: (Answer | "away")[]) {
  const asked: number[] = [];
  const swept: number[] = [];
  const clock = { nowMs: 0 };
  const sweeper = new Sweeper({
    intake: {
      async sweepAccepted(minAgeMs) {
        asked.push(minAgeMs);
        const answer = answers.shift() ?? done(0);
        if (answer === "away") throw new RedisUnavailableError("timeout", "test");
        return answer;
      },
    },
    admission: { noteSwept: (admitted) => void swept.push(admitted) },
    nowMs: () => clock.nowMs,
  });
  const sweep = (isIdle = true) => sweeper.sweep(isIdle, () => true);
  return { sweeper, sweep, asked, swept, clock };
}

const done = (admitted: number, more = false): Answer => ({ lost: false, admitted, unclaimed: 0, more });

it("begins with everything, then looks once a second for what is a second old", async () => {
  const { sweep, asked, clock } = setup();
  for (clock.nowMs = 0; clock.nowMs < 3000; clock.nowMs += 100) expect(await sweep()).toBe(true);
  expect(asked).toEqual([0, 1000, 1000]);
});

it("takes everything after each gap, until there is no more", async () => {
  const { sweeper, sweep, asked, swept } = setup(done(0), done(500, true), done(500, true), done(7));
  await sweep();
  sweeper.expectGap();
  await sweep(false);
  await sweep(false);
  expect(asked).toEqual([0, 0, 0, 0]);
  expect(swept).toEqual([0, 500, 500, 7]);
});

it("looks seldom, and for what is old, while much is being heard", async () => {
  const { sweep, asked, clock } = setup();
  for (clock.nowMs = 0; clock.nowMs <= 10_000; clock.nowMs += 100) await sweep(false);
  expect(asked).toEqual([0, 5000, 5000]);
});

it("tells that the lease is another's, and tries again what Redis did not answer", async () => {
  const { sweep, asked } = setup({ lost: true }, "away", done(0));
  expect(await sweep()).toBe(false);
  await expect(sweep()).rejects.toMatchObject({ trouble: "timeout" });
  expect(await sweep()).toBe(true);
  await sweep();
  expect(asked).toEqual([0, 0, 0]);
});

it("stops between two calls where it may not go on, and goes on the next time", async () => {
  const answers = Array.from({ length: 300 }, () => done(500, true));
  const { sweeper, asked } = setup(...answers);
  let calls = 0;
  expect(await sweeper.sweep(true, () => calls++ < 3)).toBe(true);
  expect(asked).toHaveLength(3);
  await sweeper.sweep(true, () => true);
  expect(asked).toHaveLength(103);
  await sweeper.sweep(true, () => true);
  expect(asked).toHaveLength(203);
  expect(new Set(asked)).toEqual(new Set([0]));
});

it("does not forget a gap that is noted while Redis is asked", async () => {
  const { sweeper, sweep, asked } = setup();
  const sweeping = sweep();
  sweeper.expectGap();
  await sweeping;
  await sweep();
  expect(asked).toEqual([0, 0]);
});
