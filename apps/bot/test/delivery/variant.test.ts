import { describe, expect, it } from "vitest";
import { omits, omitting } from "../../src/delivery/variant.ts";

describe("a variant", () => {
  it("omits nothing at first, and then what was added", () => {
    expect([omits("", "plain"), omits("", "no_topic")]).toEqual([false, false]);
    const plain = omitting("", "plain");
    expect([omits(plain, "plain"), omits(plain, "no_topic")]).toEqual([true, false]);
    const both = omitting(plain, "no_topic");
    expect([omits(both, "plain"), omits(both, "no_topic")]).toEqual([true, true]);
  });
});
