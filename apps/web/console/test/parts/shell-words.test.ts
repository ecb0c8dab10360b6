import { expect, it } from "vitest";
import { shellWord } from "../../src/parts/shell-words.ts";

it("quotes only what a shell would read otherwise", () => {
  expect(shellWord("orders:new")).toBe("orders:new");
  expect(shellWord("it's *")).toBe(`'it'\\''s *'`);
  expect(shellWord("")).toBe("''");
});
