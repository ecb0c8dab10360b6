import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, repoRoot, spawnService, waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "bellwire-run-service-"));
  symlinkSync(join(repoRoot, "node_modules"), join(dir, "node_modules"));
  const options = ["--outDir", join(dir, "built"), "--incremental", "false", "--tsBuildInfoFile", "null"];
  execFileSync(join(repoRoot, "node_modules/.bin/tsc"), ["-p", "packages/runtime", ...options], {
    cwd: repoRoot,
  });
  writeFileSync(join(dir, "package.json"), '{"type":"module"}');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A service whose parts do what `parts` says; PORT is the only variable it reads. */
function writeService(name: string, parts: string): string {
  const entry = join(dir, `${name}.js`);
  writeFileSync(
    entry,
    `import { createServer } from "node:http";
     import { z } from "zod";
     import { createLogger, environment, listen, Parts, readEnvironment, runService } from "./built/index.js";
     const schema = z.object({ PORT: environment.integer({ min: 0, max: 65535, fallback: 0 }) });
     await runService((env) => {
       const { PORT } = readEnvironment(schema, env);
       const logger = createLogger({ service: "test", level: "info" });
       const parts = new Parts(logger, [${parts}]);
       return { logger, graceMs: 300, start: () => parts.start(), stop: () => parts.stop(300) };
     });`,
  );
  return entry;
}

async function run(name: string, parts: string, env: Record<string, string> = {}) {
  return await spawnService({ entry: writeService(name, parts), env, name });
}

const server = `{
  name: "server", http: createServer(),
  async start() {
    await listen(this.http, { host: "127.0.0.1", port: PORT, portVariable: "PORT" });
    logger.info("up");
  },
  stop() { this.http.close(); },
}`;

describe("runService", () => {
  it("ends with 78 and the whole list when the environment is unusable", async () => {
    const service = await run("config", server, { PORT: "eighty" });
    expect(await service.exited).toEqual({ code: 78, signal: null });
    expect(service.output()).toBe(
      "The environment is not usable:\n  PORT: expected a whole number from 0 to 65535\n",
    );
  });

  it.each(["SIGTERM", "SIGINT"] as const)("ends with 0 on %s, when everything stopped", async (signal) => {
    const service = await run("stopping", server);
    await waitFor(() => service.output().includes('"up"'));
    service.kill(signal);
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(service.output()).toContain('"stopped"');
  });

  it("ends with 0 also when nobody reads its output any more", async () => {
    const service = spawn(process.execPath, [writeService("unread", server)], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    await once(service.stdout, "data");
    service.stdout.destroy();
    service.stderr.destroy();
    service.kill("SIGTERM");
    expect(await once(service, "exit")).toEqual([0, null]);
  });

  it("ends with 0 when the grace period is over, and names what hung", async () => {
    const stuck = `{ name: "stuck part", stop: () => new Promise(() => {}) }, ${server}`;
    const service = await run("stuck", stuck);
    await waitFor(() => service.output().includes('"up"'));
    service.kill("SIGTERM");
    expect(await service.exited).toEqual({ code: 0, signal: null });
    expect(service.output()).toContain('"abandoned":["stuck part"]');
  });

  it("stops also while it is still starting", async () => {
    const slow = `{ name: "slow", start: () => { logger.info("starting"); return new Promise((r) => setTimeout(r, 1e6)); }, stop() {} }`;
    const service = await run("slow", slow);
    await waitFor(() => service.output().includes('"starting"'));
    service.kill("SIGTERM");
    expect(await service.exited).toEqual({ code: 0, signal: null });
  });

  it("ends with 1 and says what to do when the port is taken", async () => {
    const port = await freePort();
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(port, "127.0.0.1", resolve));
    const service = await run("taken", server, { PORT: String(port) });
    expect(await service.exited).toEqual({ code: 1, signal: null });
    expect(service.output()).toContain(`127.0.0.1:${port} is taken by another program.`);
    blocker.close();
  });

  it.each([
    ["rejection", "Promise.reject(new Error('it escaped'))"],
    ["exception", "setImmediate(() => { throw new Error('it escaped'); })"],
  ])("ends with 1 when an %s escapes, after stopping everything", async (name, code) => {
    const part = `${server}, { name: "bad", start() { void ${code}; }, stop() { logger.info("bad stopped"); } }`;
    const service = await run(name, part);
    expect(await service.exited).toEqual({ code: 1, signal: null });
    expect(service.output()).toContain("it escaped");
    expect(service.output()).toContain("bad stopped");
  });
});
