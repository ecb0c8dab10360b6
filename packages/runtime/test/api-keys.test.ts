import { describe, expect, it } from "vitest";
import { keyChecker, presentedKey } from "../src/api-keys.ts";

describe("presentedKey", () => {
  it.each([
    [{ authorization: "Bearer abc" }, "abc"],
    [{ authorization: "bearer   abc " }, "abc"],
    [{ "x-api-key": "abc" }, "abc"],
    [{ authorization: "Bearer abc", "x-api-key": "def" }, "abc"],
    [{ authorization: "Basic abc", "x-api-key": "def" }, "def"],
    [{ authorization: "Bearer two words" }, undefined],
    [{ authorization: "Bearer " }, undefined],
    [{}, undefined],
  ])("of %j is %j", (headers, key) => {
    expect(presentedKey(headers)).toBe(key);
  });
});

describe("keyChecker", () => {
  const isKey = keyChecker(["first-key-0123456", "second-key-012345"]);

  it("knows every key, and nothing else", () => {
    expect(["first-key-0123456", "second-key-012345"].map(isKey)).toEqual([true, true]);
    expect(["", "first-key", "FIRST-KEY-0123456", "first-key-0123456 ", undefined].map(isKey)).toEqual(
      Array(5).fill(false),
    );
  });

  it("lets nobody in where there are no keys, nor one who presents none where the empty one is a key", () => {
    expect([undefined, "", "x"].map(keyChecker([]))).toEqual([false, false, false]);
    expect(keyChecker([""])(undefined)).toBe(false);
  });
});
