import { afterEach, describe, expect, it, vi } from "vitest";
import { findOnPath, requireTool } from "../src/tools.ts";

afterEach(() => vi.unstubAllEnvs());

describe("requireTool", () => {
  it("passes on what was found", () => {
    expect(requireTool("a thing", true)).toBe(true);
  });

  it("is false for a missing tool, and throws when everything is required", () => {
    vi.stubEnv("REQUIRE_ALL", "");
    expect(requireTool("a thing", false)).toBe(false);
    vi.stubEnv("REQUIRE_ALL", "1");
    expect(() => requireTool("a thing", false)).toThrow("a thing is missing");
  });
});

describe("findOnPath", () => {
  it("finds an executable by the first name that exists", () => {
    expect(findOnPath(["no-such-command-anywhere", "sh"])).toMatch(/\/sh$/);
    expect(findOnPath(["no-such-command-anywhere"])).toBeUndefined();
  });
});
