import { expect, it } from "vitest";
import { claimOf, Holdings } from "../../src/worker/holdings.ts";
import { takenSample } from "../delivery/samples.ts";

it("Holdings knows what is held, since when and until when", () => {
  const holdings = new Holdings();
  const first = holdings.add(takenSample({ id: "a", token: 1 }), 100, 1000);
  const again = holdings.add(takenSample({ id: "a", token: 9 }), 200, 1000);
  expect([first.leaseUntilMs, again.leaseUntilMs]).toEqual([1100, 1200]);
  expect([holdings.size, holdings.ids()]).toEqual([2, ["a", "a"]]);
  expect([holdings.takenSince(100), holdings.takenSince(101)]).toEqual([2, 1]);
  expect(claimOf(again)).toEqual({ id: "a", token: 9 });
  holdings.remove(first);
  holdings.remove(first);
  expect([holdings.has(first), holdings.has(again), holdings.size]).toEqual([false, true, 1]);
});

it("Holdings tells what is under way from what only waits to be settled", () => {
  const holdings = new Holdings();
  const [first, second] = [
    holdings.add(takenSample({ id: "a" }), 0, 1000),
    holdings.add(takenSample(), 0, 1000),
  ];
  holdings.noteEnded(first);
  holdings.noteEnded(first);
  expect([holdings.size, holdings.inFlight]).toEqual([2, 1]);
  holdings.remove(first);
  holdings.noteEnded(first);
  expect([holdings.size, holdings.inFlight]).toEqual([1, 1]);
  holdings.remove(second);
  expect([holdings.size, holdings.inFlight]).toEqual([0, 0]);
});
