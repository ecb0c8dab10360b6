import { describe, expect, it } from "vitest";
import { isOption, meantField, unlandedOptions } from "../src/options.ts";

describe("options of a notification", () => {
  it("are known by name, and nothing of an object's prototype is one", () => {
    expect(isOption("via")).toBe(true);
    expect(isOption("priority")).toBe(true);
    expect(isOption("constructor")).toBe(false);
  });

  it("are refused by name until they land", () => {
    expect(unlandedOptions(["user_id", "silent", "via", "x"]).map(({ path }) => path)).toEqual(["silent"]);
  });

  it("knows what near misses meant", () => {
    expect(["userId", "USER-ID", "chat_id", "Text", "msg"].map(meantField)).toEqual([
      "user_id",
      "user_id",
      "user_id",
      "message",
      "message",
    ]);
    expect(meantField("colour")).toBeUndefined();
  });
});
