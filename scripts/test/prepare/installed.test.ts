import { expect, it } from "vitest";
import { differences } from "../../prepare/installed.mjs";

const wanted = {
  "": { version: "0.1.0" },
  "packages/x": { version: "0.1.0" },
  "node_modules/@bellwire/x": { resolved: "packages/x", link: true },
  "node_modules/a": { version: "1.0.0" },
  "node_modules/a-darwin": { version: "1.0.0", optional: true },
};
const { "": _root, "node_modules/a-darwin": _other, ...present } = wanted;

it("is content with what npm ci leaves, packages of other platforms missing", () => {
  expect(differences(wanted, present)).toEqual([]);
});

it("notices another version, a missing package and one too many", () => {
  const { "node_modules/@bellwire/x": _link, ...without } = present;
  expect(differences(wanted, { ...present, "node_modules/a": { version: "1.0.1" } })).toEqual([
    "node_modules/a",
  ]);
  expect(differences(wanted, without)).toEqual(["node_modules/@bellwire/x"]);
  expect(differences(wanted, { ...present, "node_modules/b": { version: "1.0.0" } })).toEqual([
    "node_modules/b",
  ]);
});
