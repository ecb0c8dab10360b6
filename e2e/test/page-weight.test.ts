import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { repoRoot } from "@bellwire/testkit";
import { expect, it } from "vitest";

const DIST = join(repoRoot, "apps", "web", "console", "dist");
const MOST_BYTES = 150_000;

it("all JavaScript of the page is at most 150 KB, gzipped", () => {
  const scripts = readdirSync(DIST, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".js"),
  );
  const bytes = scripts.map((path) => gzipSync(readFileSync(join(DIST, path))).byteLength);
  expect(scripts.length).toBeGreaterThan(1);
  expect(bytes.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(MOST_BYTES);
});
