import { expect, it } from "vitest";
import { manifestProblems } from "../../check/manifest-rules.mjs";

const root = { path: "package.json", text: JSON.stringify({ devDependencies: { vitest: "1.0.0" } }) };
const manifest = (dependencies: Record<string, string>) => ({
  path: "packages/x/package.json",
  text: JSON.stringify({ name: "@bellwire/x", dependencies }),
});
const code = (path: string, specifier: string) => ({
  path: `packages/x/${path}`,
  text: `import { a } from "${specifier}";`,
});

it("accepts what is declared and used", () => {
  const files = [
    root,
    manifest({ zod: "1.0.0" }),
    code("src/a.ts", "zod/v4"),
    code("test/a.test.ts", "vitest"),
  ];
  expect(manifestProblems(files)).toEqual([]);
});

it("refuses an import that is not declared", () => {
  const problems = manifestProblems([root, manifest({}), code("src/a.ts", "zod")]);
  expect(problems).toEqual(["packages/x/src/a.ts:1 imports zod, which its package.json does not declare"]);
});

it("refuses a development tool in shipped code", () => {
  expect(manifestProblems([root, manifest({}), code("src/a.ts", "vitest")])).toHaveLength(1);
});

it("refuses a dependency that nothing uses", () => {
  const problems = manifestProblems([root, manifest({ zod: "1.0.0" }), code("src/a.ts", "node:fs")]);
  expect(problems).toEqual(["packages/x/package.json declares zod, which nothing there imports"]);
});
