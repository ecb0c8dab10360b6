import { expect, it } from "vitest";
import { Bell } from "../src/bell.ts";

it("a bell wakes who waits, at the latest after the given time, and keeps no ring for later", async () => {
  const bell = new Bell();
  bell.ring();
  await bell.rung(1);
  const startedAt = performance.now();
  const waiting = bell.rung(60_000);
  bell.ring();
  await waiting;
  expect(performance.now() - startedAt).toBeLessThan(30_000);
});
