import { describe, expect, it } from "vitest";
import { exportCount, importsOf, packageName } from "../../check/imports.mjs";

const file = (text: string) => ({ path: "packages/x/src/a.ts", text });

describe("importsOf", () => {
  it("finds every way to import", () => {
    const text = [
      'import "one";',
      'import two from "two";',
      "import {",
      "  three,",
      '} from "three";',
      'export { four } from "four";',
      'const five = await import("five");',
      'const six = require("six");',
      '  const seven: import("seven").Seven = 1;',
    ].join("\n");
    const found = importsOf(file(text)).map((one) => one.specifier);
    expect(found.sort()).toEqual(["five", "four", "one", "seven", "six", "three", "two"]);
  });

  it("tells the line", () => {
    expect(importsOf(file('\nimport "one";'))).toEqual([{ specifier: "one", line: 2 }]);
  });

  it("leaves text inside strings alone", () => {
    expect(importsOf(file("const text = \"import x from 'express'\";"))).toEqual([]);
  });
});

describe("packageName", () => {
  it.each([
    ["express", "express"],
    ["telegraf/types", "telegraf"],
    ["@bellwire/schema", "@bellwire/schema"],
    ["@a/b/c", "@a/b"],
    ["node:fs", undefined],
    ["./a.ts", undefined],
  ])("%s: %s", (specifier, expected) => {
    expect(packageName(specifier)).toBe(expected);
  });
});

describe("exportCount", () => {
  it("counts declarations, lists and stars", () => {
    const text = [
      "export const a = 1;",
      "export async function b() {}",
      "export type C = 1;",
      "export abstract class D {}",
      "export { e, f as g };",
      'export type { H } from "./h.ts";',
      'export * from "./i.ts";',
      "const notExported = 1;",
    ].join("\n");
    expect(exportCount(text)).toBe(8);
  });
});
