import { expect, it } from "vitest";
import { ReceiverBrake } from "../../src/webhooks/receiver-brake.ts";

it("lets one try at a time while calls fail, with pauses, and all again after one success", () => {
  let now = 0;
  const brake = new ReceiverBrake(8, () => now);
  expect([brake.allowed, brake.pauseMs]).toEqual([8, 0]);
  brake.noteFailure();
  expect([brake.allowed, brake.pauseMs]).toEqual([1, 0]);
  for (const pause of [1000, 2000, 5000, 5000, 5000]) {
    brake.noteFailure();
    expect([brake.allowed, brake.pauseMs]).toEqual([0, pause]);
    now += pause;
    expect([brake.allowed, brake.pauseMs]).toEqual([1, 0]);
  }
  brake.noteSuccess();
  expect([brake.allowed, brake.pauseMs]).toEqual([8, 0]);
});

it("grants the patience that the receiver asks for, a minute at most", () => {
  const brake = new ReceiverBrake(8, () => 0);
  brake.noteFailure(30_000);
  expect(brake.pauseMs).toBe(30_000);
  brake.noteFailure(3_600_000);
  expect(brake.pauseMs).toBe(60_000);
});
