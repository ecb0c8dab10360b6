import { describe, expect, it } from "vitest";
import { linkLua, refuseTwins, usedIn } from "../../../src/scripts/delivery/link-lua.ts";

const library = `
local call = redis.call
-- Doubles.
local function double(x)
  return x * 2
end
local ENDS = {done = true,
  gone = true}
local function quadruple(x)
  return double(double(x))
end
local left, right = 1, 2
local function nobody()
  return call('PING')
end
`;

describe("linkLua", () => {
  it("keeps what is used, directly or through others, with its comments and in its order", () => {
    expect(linkLua(library, "return quadruple(2)")).toBe(
      [
        "-- Doubles.",
        "local function double(x)",
        "  return x * 2",
        "end",
        "local function quadruple(x)",
        "  return double(double(x))",
        "end",
      ].join("\n"),
    );
  });

  it("knows statements of several lines and of several names", () => {
    expect(linkLua(library, "return ENDS.done and right")).toBe(
      "local ENDS = {done = true,\n  gone = true}\nlocal left, right = 1, 2",
    );
  });

  it("takes no comment for a use", () => {
    expect(linkLua(library, "return 1 -- not double")).toBe("");
  });
});

describe("refuseTwins", () => {
  it("refuses a name that hides another one", () => {
    expect(() => refuseTwins(library, ["record"])).not.toThrow();
    expect(() => refuseTwins(library, ["right"])).toThrow("called right");
    expect(() => refuseTwins(`${library}\nlocal function double(x)\nend`, [])).toThrow("called double");
  });
});

describe("usedIn", () => {
  it("names what a text uses, in the order given", () => {
    expect(usedIn("f(events, record)", ["record", "lane", "events"])).toEqual(["record", "events"]);
  });
});
