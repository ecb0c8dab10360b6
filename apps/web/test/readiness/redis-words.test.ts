import type { RedisTrouble } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import { describeRedis } from "../../src/readiness/redis-words.ts";

const troubles: RedisTrouble[] = [
  "disconnected",
  "timeout",
  "full",
  "disk",
  "read_only",
  "no_permission",
  "refused",
];

describe("describeRedis", () => {
  it.each(troubles)("says what %s means and what to do", (trouble) => {
    const { status, words, remedy } = describeRedis(trouble);
    expect(status).toBe("fail");
    expect(words).toMatch(/^[A-Z].*\.$/);
    expect(remedy).toMatch(/^[A-Z].*\.$/);
  });

  it("is short when all is well", () => {
    expect(describeRedis(undefined)).toEqual({ status: "ok", words: "Redis takes writes." });
  });
});
