import { repoRoot } from "@bellwire/testkit";
import { expect, it } from "vitest";
import { layoutProblems } from "../layout.mjs";

it("the repository keeps its layout rules", () => {
  expect(layoutProblems(repoRoot)).toEqual([]);
});
