import { describe, expect, it } from "vitest";
import { anchorsOf, documentProblems } from "../../check/document-rules.mjs";

const paths = new Set([
  "README.md",
  "docs",
  "docs/operations.md",
  "apps",
  "apps/web",
  "apps/web/src",
  "apps/web/src/main.ts",
]);
const operations = { path: "docs/operations.md", text: "# Operations\n\n## When Redis is away\n" };
const problemsOf = (text: string) =>
  documentProblems([{ path: "README.md", text }, operations], paths, ["check"]);

describe("documentProblems", () => {
  it.each([
    "[operations](docs/operations.md)",
    "[operations](docs/operations.md#when-redis-is-away)",
    "[here](#this-page)\n\n# This page",
    "[elsewhere](https://example.org/nothing)",
    "the code is in `apps/web/src` and starts in `apps/web/src/main.ts`",
    "it is built into `apps/web/dist/main.js`",
    "`npm run check` and `npm run check -- --help`",
    "```\n[not](a-link.md)\n```",
    "`apps/*/src`",
  ])("accepts %j", (text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  it.each([
    "[nowhere](docs/nowhere.md)",
    "[no such heading](docs/operations.md#when-all-is-well)",
    '<img src="docs/picture.png">',
    "[reference]: docs/nowhere.md",
    "it is in `apps/web/src/gone.ts`",
    "run `npm run polish`",
  ])("refuses %j", (text) => {
    expect(problemsOf(text)).toHaveLength(1);
  });
});

it("names headings as GitHub does", () => {
  const text = "# `npm start`: what it does\n## Twice\n## Twice\n```sh\n# a comment\n```\n";
  expect([...anchorsOf(text)]).toEqual(["npm-start-what-it-does", "twice", "twice-1"]);
});
