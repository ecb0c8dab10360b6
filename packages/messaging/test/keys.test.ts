import { describe, expect, it } from "vitest";
import { redisKeys } from "../src/keys.ts";

describe("redisKeys", () => {
  it("begins every name with the prefix, and gives no name twice", () => {
    const keys = redisKeys("shop");
    const names = Object.values(keys).map((key) => (typeof key === "function" ? key("a", 1) : key));
    expect(names.every((name) => name.startsWith("shop:"))).toBe(true);
    expect(new Set(names).size).toBe(names.length);
  });

  it("tells one subscription of one bot from every other", () => {
    const { subscriptionChannel } = redisKeys("notification");
    expect(subscriptionChannel("b1", 2)).toBe("notification:bot:b1:2");
    expect(subscriptionChannel("b1", 2)).not.toBe(subscriptionChannel("b1", 3));
    expect(subscriptionChannel("b1", 2)).not.toBe(subscriptionChannel("b2", 2));
  });

  it("has the names that the contract fixes", () => {
    expect(redisKeys("notification").botsChannel).toBe("notification:bots");
  });
});
