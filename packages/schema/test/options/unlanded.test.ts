import { describe, expect, it } from "vitest";
import { isUnlanded, unlandedErrors } from "../../src/options/unlanded.ts";

describe("options that have not landed", () => {
  it("are known by name, and nothing of an object's prototype is one", () => {
    expect(isUnlanded("category")).toBe(true);
    expect(isUnlanded("priority")).toBe(false);
    expect(isUnlanded("constructor")).toBe(false);
  });

  it("are refused by name", () => {
    expect(unlandedErrors(["user_id", "category", "silent", "via", "x"])).toEqual([
      { path: "category", message: "category is not supported yet: leave it out" },
    ]);
  });
});
