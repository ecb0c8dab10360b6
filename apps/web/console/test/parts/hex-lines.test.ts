import { expect, it } from "vitest";
import { hexLines } from "../../src/parts/hex-lines.ts";

it("writes eight bytes a line, with what can be printed of them", () => {
  expect(hexLines("48690a00ff7e7f2041")).toEqual([
    { offset: "0000", bytes: "48 69 0a 00 ff 7e 7f 20", text: "Hi...~. " },
    { offset: "0008", bytes: "41", text: "A" },
  ]);
  expect(hexLines("")).toEqual([]);
});
