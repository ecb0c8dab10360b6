import { readFileSync } from "node:fs";
import { type ChildExit, startChild } from "./child.ts";

export type SpawnServiceOptions = {
  /** Absolute path of a built main.js. */
  entry: string;
  /** All that the service sees of an environment, next to PATH and HOME. */
  env: Record<string, string>;
  /** For error messages. */
  name: string;
  args?: string[];
};

export type ServiceExit = ChildExit;

export type ServiceProcess = {
  readonly name: string;
  readonly pid: number;
  /** stdout and stderr together, the last 2 MiB. */
  output(): string;
  /** Resolves when the process has ended; never rejects. */
  readonly exited: Promise<ServiceExit>;
  /** False when the process has already ended. */
  kill(signal: NodeJS.Signals): boolean;
  /** SIGTERM, then waits for the end; SIGKILL after `timeoutMs` (30,000). May be called twice, and when stopped by SIGSTOP. */
  stop(timeoutMs?: number): Promise<ServiceExit>;
  /** Resident memory. Linux only; throws once the process has ended. */
  rssBytes(): number;
  /** Processor time used so far, user and system. Linux only; throws once the process has ended. */
  cpuMs(): number;
};

/**
 * Starts a built service with `node`. Nothing of this process's environment reaches it but PATH and HOME.
 * Resolves when the process runs, not when the service is ready. It does not outlive this process.
 */
export async function spawnService(options: SpawnServiceOptions): Promise<ServiceProcess> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, ...options.env };
  const child = await startChild(process.execPath, [options.entry, ...(options.args ?? [])], env);
  return {
    name: options.name,
    pid: child.pid,
    output: () => child.tail.text(),
    exited: child.exited,
    kill: (signal) => child.signal(signal),
    async stop(timeoutMs = 30_000) {
      child.signal("SIGTERM");
      child.signal("SIGCONT");
      const timer = setTimeout(() => child.signal("SIGKILL"), timeoutMs);
      const exit = await child.exited;
      clearTimeout(timer);
      return exit;
    },
    rssBytes: () => rssBytesOf(options.name, child.pid),
    cpuMs: () => cpuMsOf(options.name, child.pid),
  };
}

function rssBytesOf(name: string, pid: number): number {
  const kib = /^VmRSS:\s+(\d+) kB/m.exec(readProc(name, pid, "status"))?.[1];
  if (kib === undefined) throw new Error(`${name} has ended: no memory to read`);
  return Number(kib) * 1024;
}

function cpuMsOf(name: string, pid: number): number {
  const stat = readProc(name, pid, "stat");
  // The command name in parentheses may hold anything; the numbers after it begin with field 3.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const ticks = Number(fields[11]) + Number(fields[12]);
  return ticks * 10; // Linux reports in hundredths of a second, whatever the kernel's own clock
}

function readProc(name: string, pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch (cause) {
    throw new Error(`/proc says nothing about ${name} (process ${pid})`, { cause });
  }
}
