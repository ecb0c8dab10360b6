import { describe, expect, it } from "vitest";
import { buttonsRule, plainButtons } from "../../src/options/buttons.ts";

const paths = (value: unknown): string[] => buttonsRule.errors(value).map(({ path }) => path);
const open = { text: "Open", url: "https://example.org" };

describe("buttons", () => {
  it("says which button is wrong, and what of it", () => {
    expect(paths([[open, { text: "" }], [7], "row", [open, { url: open.url }]])).toEqual([
      "buttons.0.1.text",
      "buttons.0.1.url",
      "buttons.1.0",
      "buttons.2",
      "buttons.3.1.text",
    ]);
    expect(buttonsRule.errors([[{ text: "Open", callback_data: "x" }]])).toEqual([
      {
        path: "buttons.0.0.url",
        message: "a button must have a url: other kinds of buttons are not supported",
      },
    ]);
  });

  it("takes an address however often it is asked", () => {
    const umlauts = [[{ text: "Open", url: "https://münchen.example/straße" }]];
    // Node 20's URL.canParse changes its mind after some thousand calls.
    for (let n = 0; n < 20_000; n++) if (!buttonsRule.accepts(umlauts)) throw new Error(`refused call ${n}`);
  });

  it("counts before it looks inside", () => {
    expect(paths(Array(100_000).fill([]))).toEqual(["buttons"]);
    expect(paths([Array(100_000).fill({})])).toEqual(["buttons.0"]);
  });

  it("keeps text and url of a button, and the rows as they are", () => {
    expect(plainButtons([[{ ...open, ...{ style: "primary" } }], [open, open]])).toEqual([
      [open],
      [open, open],
    ]);
  });
});
