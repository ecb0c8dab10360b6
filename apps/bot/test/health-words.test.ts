import { describe, expect, it } from "vitest";
import { healthWords } from "../src/health-words.ts";

describe("healthWords", () => {
  it("says what to do about whatever is not well", () => {
    const all = [
      healthWords.intake("unknown"),
      healthWords.subscription("connecting", "news"),
      healthWords.subscription("connecting", "news", "no_permission"),
      healthWords.delivery("unasked"),
      healthWords.delivery("timeout"),
    ];
    for (const { status, remedy } of all) {
      expect(status).toBe("fail");
      expect(remedy).toMatch(/\.$/);
    }
  });

  it("tells a refusal from silence", () => {
    const words = (trouble?: "no_permission" | "timeout") =>
      healthWords.subscription("connecting", "news", trouble).words;
    expect(words()).toContain("Redis cannot be reached");
    expect(words("timeout")).toContain("Redis does not answer");
    expect(words("no_permission")).toContain("Redis refuses the user");
    expect(healthWords.subscription("subscribed", "news", "no_permission").status).toBe("ok");
  });

  it("is well while what waits can be taken", () => {
    expect(healthWords.delivery(undefined).status).toBe("ok");
    expect(healthWords.delivery("read_only").words).toContain("takes no writes");
  });

  it("is well both for the bot that takes in and for one that stands by", () => {
    expect([healthWords.intake("held").status, healthWords.intake("other").status]).toEqual(["ok", "ok"]);
  });
});
