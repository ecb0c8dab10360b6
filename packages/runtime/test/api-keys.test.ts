import { createHash } from "node:crypto";
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { ApiKeys, presentedKey } from "../src/api-keys.ts";

function requestWith(headers: Record<string, string>): IncomingMessage {
  const request = new IncomingMessage(new Socket());
  Object.assign(request.headers, headers);
  return request;
}

describe("ApiKeys", () => {
  const keys = new ApiKeys(["first-key-0123456789", "second-key-0123456789"]);

  it("knows each of its keys by its hash", () => {
    const hash = createHash("sha256").update("second-key-0123456789").digest("hex");
    expect(keys.hashIfValid("second-key-0123456789")).toBe(hash);
    expect(keys.hashIfValid("first-key-0123456789")).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(["", "first-key-012345678", "first-key-01234567890", "FIRST-KEY-0123456789"])(
    "refuses %j",
    (key) => {
      expect(keys.hashIfValid(key)).toBeUndefined();
    },
  );

  it("says whether any key is set", () => {
    expect([keys.areSet, new ApiKeys([]).areSet]).toEqual([true, false]);
  });
});

describe("presentedKey", () => {
  it.each([
    [{ authorization: "Bearer abc" }, "abc"],
    [{ authorization: "bearer  abc " }, "abc"],
    [{ "x-api-key": "abc" }, "abc"],
    [{ authorization: "Bearer one", "x-api-key": "two" }, "one"],
    [{ authorization: "Basic YTpi", "x-api-key": "two" }, "two"],
    [{ authorization: "Basic YTpi" }, undefined],
    [{ authorization: "Bearer a b" }, undefined],
    [{}, undefined],
  ])("reads %j", (headers: Record<string, string>, key) => {
    expect(presentedKey(requestWith(headers))).toBe(key);
  });
});
