import { describe, expect, it } from "vitest";
import { fileProblems, testPathProblems } from "../../check/file-rules.mjs";

const lines = (count: number) => Array.from({ length: count }, (_, n) => `let a${n};`).join("\n");
const exported = (count: number) =>
  Array.from({ length: count }, (_, n) => `export const a${n} = ${n};`).join("\n");

describe("fileProblems", () => {
  it.each([
    ["apps/web/src/config.ts", "const { env } = process;\nprocess.env.PORT;"],
    ["packages/runtime/src/environment.ts", "process.env.PORT;"],
    ["apps/web/test/config.test.ts", "process.env.PORT;"],
    ["apps/web/src/main.ts", lines(30)],
    ["packages/x/src/a.ts", lines(300)],
    ["packages/x/src/a.ts", exported(8)],
    ["packages/x/src/index.ts", exported(40)],
    ["vitest.config.ts", "export default {};"],
  ])("%s is in order", (path, text) => {
    expect(fileProblems([{ path, text }])).toEqual([]);
  });

  it.each([
    ["apps/web/src/http/server.ts", "process.env.PORT;"],
    ["packages/messaging/src/a.ts", "process.env.PORT;"],
    ["apps/bot/src/main.ts", lines(31)],
    ["packages/x/src/a.ts", lines(301)],
    ["packages/x/src/a.ts", exported(9)],
    ["packages/x/src/a.ts", "export default 1;"],
    ["packages/x/src/utils/a.ts", ""],
    ["scripts/helpers/a.mjs", ""],
  ])("%s breaks a rule", (path, text) => {
    expect(fileProblems([{ path, text }])).toHaveLength(1);
  });
});

describe("testPathProblems", () => {
  const paths = new Set([
    "apps/web/src/http/server.ts",
    "apps/web/src/http",
    "apps/web/console/src/a.tsx",
    "scripts/check/a.mjs",
  ]);
  const problemsOf = (path: string, text = "") => testPathProblems([{ path, text }], paths);

  it.each([
    "apps/web/test/http/server.test.ts",
    "apps/web/test/http/server.limits.test.ts",
    "apps/web/test/http.test.ts",
    "scripts/test/check/a.test.ts",
    "e2e/test/anything.test.ts",
    "apps/web/test/http/not-a-test.ts",
  ])("%s lies where it should", (path) => {
    expect(problemsOf(path)).toEqual([]);
  });

  it.each(["apps/web/test/server.test.ts", "packages/x/test/a.test.ts", "scripts/test/a.test.ts"])(
    "%s tests nothing",
    (path) => {
      expect(problemsOf(path)).toHaveLength(1);
    },
  );

  it("lets a test of the whole package lie at the top", () => {
    const text = 'import { a } from "../src/a.ts";\nimport { b } from "../src/b.ts";';
    expect(problemsOf("packages/x/test/whole.test.ts", text)).toEqual([]);
    expect(problemsOf("packages/x/test/deep/whole.test.ts", text)).toHaveLength(1);
  });
});
