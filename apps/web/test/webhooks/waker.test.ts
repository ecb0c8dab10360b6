import { it } from "vitest";
import { Waker } from "../../src/webhooks/waker.ts";

it("ends a wait, also one that begins after the call", async () => {
  const waker = new Waker();
  const waiting = waker.wait(3_600_000);
  waker.wake();
  await waiting;
  waker.wake();
  await waker.wait(3_600_000);
  await waker.wait(1);
});
