import { describe, expect, it } from "vitest";
import { type LeaseWord, leaseWord, readLeaseWord } from "../src/lease-word.ts";

describe("a word about a lease", () => {
  const words: [LeaseWord, string][] = [
    [{ kind: "leaving", owner: "a1b2" }, "leaving a1b2"],
    [{ kind: "released", owner: "a1b2" }, "a1b2"],
    [{ kind: "taken", owner: "a1b2", tenure: 7 }, "taken a1b2 7"],
  ];

  it.each(words)("%j is read back", (word, text) => {
    expect(leaseWord(word)).toBe(text);
    expect(readLeaseWord(text)).toEqual(word);
  });

  it("may be anything that a stranger publishes", () => {
    expect(readLeaseWord("")).toEqual({ kind: "released", owner: "" });
    expect(readLeaseWord("leaving")).toEqual({ kind: "leaving", owner: "" });
    expect(readLeaseWord("taken x y")).toEqual({ kind: "taken", owner: "x", tenure: Number.NaN });
  });
});
