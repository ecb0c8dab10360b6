import { expect, it } from "vitest";
import { Turns } from "../../src/worker/turns.ts";
import { gate } from "../recording.ts";

it("Turns lets one run at a time, in order, also after one that failed", async () => {
  const turns = new Turns();
  const log: string[] = [];
  const { promise, open } = gate<void>();
  const first = turns.take(async () => {
    log.push("first begins");
    await promise;
    log.push("first ends");
    throw new Error("of the first");
  });
  const second = turns.take(async () => log.push("second"));
  const third = turns.take(async () => log.push("third"));
  await Promise.resolve();
  expect(log).toEqual(["first begins"]);
  open();
  await expect(first).rejects.toThrow("of the first");
  await Promise.all([second, third]);
  expect(log).toEqual(["first begins", "first ends", "second", "third"]);
});
