import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { repoRoot, waitFor } from "@bellwire/testkit";
import { describe, expect, it, onTestFinished } from "vitest";

type Run = { child: ChildProcess; folder: string; output: () => string; ended: Promise<number | null> };

/** `npm start` with a data folder and ports of its own. */
function start(env: Record<string, string> = {}, folder = temporaryFolder()): Run {
  const child = spawn(process.execPath, [join(repoRoot, "scripts/start.mjs")], {
    cwd: repoRoot,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      ...(process.env.BELLWIRE_REDIS_SERVER === undefined
        ? {}
        : { BELLWIRE_REDIS_SERVER: process.env.BELLWIRE_REDIS_SERVER }),
      BELLWIRE_DATA_FOLDER: folder,
      PORT: "0",
      BOT_PORT: "0",
      SANDBOX_PORT: "0",
      ...env,
    },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once("close", (code) => resolve(code)));
  onTestFinished(async () => {
    child.kill("SIGTERM");
    await ended;
    await nothingLeft(folder);
  });
  return { child, folder, output: () => output, ended };
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "bellwire-start-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function untilOpen(run: Run): Promise<string> {
  const address = waitFor(() => /^Open (http:\S+)$/m.exec(run.output())?.[1], {
    timeoutMs: 60_000,
    what: "the address to open",
  });
  const early = run.ended.then((code) => {
    throw new Error(`npm start ended with ${code}:\n${run.output()}`);
  });
  return await Promise.race([address, early]);
}

/**
 * Linux only: the processes that were started with this data folder in their environment, or work in it: Redis
 * writes its title over its environment.
 */
function processesOf(folder: string): { pid: number; command: string }[] {
  if (process.platform !== "linux") return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const environment = readFileSync(`/proc/${name}/environ`, "utf8");
        if (!environment.includes(folder) && !readlinkSync(`/proc/${name}/cwd`).includes(folder)) return [];
        const command = readFileSync(`/proc/${name}/cmdline`, "utf8").replaceAll("\0", " ");
        return command === "" ? [] : [{ pid: Number(name), command }];
      } catch {
        return [];
      }
    });
}

async function nothingLeft(folder: string): Promise<void> {
  await waitFor(() => processesOf(folder).length === 0, {
    timeoutMs: 40_000,
    what: "the end of every process",
  });
}

describe("npm start", { timeout: 120_000 }, () => {
  it("runs everything, carries a message, and ends in order", async () => {
    const run = start();
    const url = await untilOpen(run);
    for (const part of ["redis", "sandbox", "bot", "web"])
      expect(run.output()).toMatch(new RegExp(`^  ${part} +\\S`, "m"));
    const body = JSON.stringify({ user_id: 42, message: "hello from the start script" });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`${url}/notifications`, { method: "POST", headers, body });
    expect(answer.status).toBe(202);
    await waitFor(async () =>
      (await (await fetch(`${url}/sandbox/chats/42`)).text()).includes("hello from the start script"),
    );
    run.child.kill("SIGINT");
    expect(await run.ended).toBe(0);
    expect(processesOf(run.folder)).toEqual([]);
  });

  it("refuses to run twice on one Redis folder, and keeps the data for the next start", async () => {
    const first = start();
    await untilOpen(first);
    const second = start({}, first.folder);
    expect(await second.ended).toBe(1);
    expect(second.output()).toContain("is already running on port");
    first.child.kill("SIGTERM");
    expect(await first.ended).toBe(0);
    expect(readdirSync(join(first.folder, "redis/appendonlydir")).length).toBeGreaterThan(0);
  });

  it.each(["apps/web/dist", "redis-server"])("ends the others and says so when %s dies", async (command) => {
    const run = start();
    await untilOpen(run);
    const victim = processesOf(run.folder).find((one) => one.command.includes(command));
    if (victim === undefined) throw new Error(`no process of ${command}`);
    process.kill(victim.pid, "SIGKILL");
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(/(web|redis) ended by SIGKILL\. The last it said:/);
    expect(processesOf(run.folder)).toEqual([]);
  });

  it("leaves nothing behind when it is killed itself", async () => {
    const run = start();
    await untilOpen(run);
    expect(processesOf(run.folder).length).toBeGreaterThanOrEqual(5);
    run.child.kill("SIGKILL");
    await run.ended;
    await nothingLeft(run.folder);
  });

  it("says what is wrong with the configuration", async () => {
    const run = start({ API_KEYS: "short" });
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(/ended with code 78[\s\S]*API_KEYS[\s\S]*Correct what it names/);
  });

  it("starts nothing when a port is taken", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void other.close());
    await new Promise((resolve) => other.once("listening", resolve));
    const address = other.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const run = start({ PORT: String(port) });
    expect(await run.ended).toBe(1);
    expect(run.output()).toMatch(
      new RegExp(`^Port ${port} of web is taken.*\\n\\n +PORT=\\d+ npm start$`, "m"),
    );
    expect(run.output()).not.toContain("Building");
  });

  it("refuses a REDIS_URL that does not answer, and starts no other", async () => {
    const run = start({ REDIS_URL: "redis://127.0.0.1:1" });
    expect(await run.ended).toBe(1);
    expect(run.output()).toContain("does not answer");
    expect(run.output()).not.toContain("Building");
  });
});
