import { expect, it } from "vitest";
import { glancesOf } from "../../src/numbers/glance.ts";
import { statsOf } from "./points.ts";

it("warns when no bot lives and when something was given up", () => {
  const bad = (answer: object) =>
    glancesOf(statsOf(answer))
      .filter(({ isBad }) => isBad)
      .map(({ name }) => name);
  expect(bad({ bots_alive: 0, dead_letters: 0 })).toEqual(["Bots alive"]);
  expect(bad({ bots_alive: 1, dead_letters: 2, quarantined: 1 })).toEqual(["Dead letters", "Quarantined"]);
});

it("says in words that nothing waits", () => {
  const wait = (answer: object) =>
    glancesOf(statsOf(answer)).find(({ name }) => name === "Longest wait")?.words;
  expect(wait({ oldest_waiting_ms: null })).toBe("none");
  expect(wait({ oldest_waiting_ms: 250 })).toBe("250 ms");
});
