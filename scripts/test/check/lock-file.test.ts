import { expect, it } from "vitest";
import { lockFileProblems } from "../../check/lock-file.mjs";

const manifests = [{ path: "", content: { dependencies: { a: "1.0.0" } } }];
const entries = {
  "": { dependencies: { a: "1.0.0" } },
  "node_modules/a": {
    version: "1.0.0",
    dependencies: { b: "^2.0.0" },
    optionalDependencies: { "a-darwin": "1.0.0" },
  },
  "node_modules/a-darwin": { version: "1.0.0" },
  "node_modules/a/node_modules/b": { version: "2.1.0" },
};

it("accepts a lock file that is complete", () => {
  expect(lockFileProblems(entries, manifests)).toEqual([]);
});

it("misses the package of another platform", () => {
  const { "node_modules/a-darwin": _gone, ...rest } = entries;
  expect(lockFileProblems(rest, manifests)).toEqual([
    "package-lock.json: node_modules/a needs a-darwin, which has no entry",
  ]);
});

it("refuses a download address", () => {
  const resolved = "https://example.org/a.tgz";
  const problems = lockFileProblems(
    { ...entries, "node_modules/a-darwin": { version: "1.0.0", resolved } },
    manifests,
  );
  expect(problems).toEqual(["package-lock.json: node_modules/a-darwin holds a download address"]);
});

it.each(["^1.0.0", "~1.0.0", "*", "latest", "1.x", ">=1.0.0"])(
  "refuses the version %s in a manifest",
  (version) => {
    const lock = { ...entries, "": { dependencies: { a: version } } };
    const problems = lockFileProblems(lock, [{ path: "", content: { dependencies: { a: version } } }]);
    expect(problems).toEqual([`package.json: dependencies.a is "${version}", not an exact version`]);
  },
);

it("notices a manifest that changed after the lock file", () => {
  const problems = lockFileProblems(entries, [{ path: "", content: { dependencies: { a: "1.0.1" } } }]);
  expect(problems).toHaveLength(2);
});
