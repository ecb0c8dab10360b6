import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repoRoot } from "../src/repo-root.ts";
import { spawnService } from "../src/service-process.ts";
import { waitFor } from "../src/wait-for.ts";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "bellwire-service-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function write(name: string, code: string): string {
  const path = join(dir, name);
  writeFileSync(path, code);
  return path;
}

describe("spawnService", () => {
  it("gives the service its own environment, and hears both of its outputs", async () => {
    const entry = write(
      "env.mjs",
      "console.log(Object.keys(process.env).sort().join()); console.error(process.argv[2])",
    );
    const service = await spawnService({ entry, env: { MARK: "1" }, name: "env", args: ["an-argument"] });
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(service.output()).toContain("HOME,MARK,PATH");
    expect(service.output()).toContain("an-argument");
  });

  it("stops a service by SIGTERM, and one that ignores it by SIGKILL", async () => {
    const polite = write(
      "polite.mjs",
      `process.on("SIGTERM", () => process.exit(7)); setInterval(() => {}, 1e6); console.log("up")`,
    );
    const service = await spawnService({ entry: polite, env: {}, name: "polite" });
    await waitFor(() => service.output().includes("up"));
    expect(service.rssBytes()).toBeGreaterThan(1_000_000);
    expect(service.cpuMs()).toBeGreaterThan(0);
    expect(await service.stop()).toEqual({ code: 7, signal: null });
    expect(await service.stop()).toEqual({ code: 7, signal: null });
    expect(service.kill("SIGTERM")).toBe(false);
    const deaf = write(
      "deaf.mjs",
      `process.on("SIGTERM", () => {}); setInterval(() => {}, 1e6); console.log("up")`,
    );
    const other = await spawnService({ entry: deaf, env: {}, name: "deaf" });
    await waitFor(() => other.output().includes("up"));
    expect(await other.stop(50)).toEqual({ code: null, signal: "SIGKILL" });
  });

  it("keeps the end of a long output", async () => {
    const entry = write(
      "long.mjs",
      `for (let i = 0; i < 4000; i++) console.log("line " + i + " " + "x".repeat(1000))`,
    );
    const service = await spawnService({ entry, env: {}, name: "long" });
    await service.exited;
    expect(service.output()).toContain("line 3999 ");
    expect(service.output()).not.toContain("line 0 ");
    expect(service.output().length).toBeLessThan(2.5 * 1024 * 1024);
  });

  it("leaves no child behind when the test process is killed", async () => {
    const idle = write("idle.mjs", "setInterval(() => {}, 1e6)");
    const built = join(dir, "built");
    const compile = [
      "-p",
      "packages/testkit",
      "--outDir",
      built,
      "--incremental",
      "false",
      "--tsBuildInfoFile",
      "null",
    ];
    execFileSync(join(repoRoot, "node_modules/.bin/tsc"), compile, { cwd: repoRoot });
    writeFileSync(join(built, "package.json"), '{"type":"module"}');
    const parent = write(
      "parent.mjs",
      `import { spawnService } from "./built/service-process.js";
       const service = await spawnService({ entry: ${JSON.stringify(idle)}, env: {}, name: "idle" });
       console.log("child " + service.pid);`,
    );
    const killed = spawn(process.execPath, [parent], { stdio: ["ignore", "pipe", "inherit"] });
    let output = "";
    killed.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    const pid = Number(await waitFor(() => /child (\d+)/.exec(output)?.[1]));
    expect(isAlive(pid)).toBe(true);
    killed.kill("SIGKILL");
    await waitFor(() => !isAlive(pid), { what: "the end of the child" });
  });
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
