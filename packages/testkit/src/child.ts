import { type ChildProcess, spawn } from "node:child_process";
import { Socket } from "node:net";
import { type TailText, tailText } from "./tail-text.ts";

export type ChildExit = { code: number | null; signal: NodeJS.Signals | null };
export type Child = {
  pid: number;
  tail: TailText;
  exited: Promise<ChildExit>;
  signal(name: NodeJS.Signals): boolean;
};

const OUTPUT_LIMIT_BYTES = 2 * 1024 * 1024;
// After the exit the pipes may be held open by a grandchild; then what came so far must do.
const PIPES_AFTER_EXIT_MS = 500;

const alive = new Set<ChildProcess>();
process.on("exit", () => {
  for (const child of alive) child.kill("SIGKILL");
});

/**
 * Starts a process that cannot outlive this one: an exit hook ends it, and where no hook runs (SIGKILL)
 * a watchdog of its own does. Rejects when the command cannot be started.
 */
export async function startChild(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<Child> {
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe"] });
  const tail = tailText(OUTPUT_LIMIT_BYTES);
  child.stdout.on("data", (chunk: Buffer) => tail.add(chunk));
  child.stderr.on("data", (chunk: Buffer) => tail.add(chunk));
  const exited = exitOf(child);
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", reject);
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error(`${command} started without a process id`);
  alive.add(child);
  const dismissWatchdog = startWatchdog(pid);
  child.once("exit", () => {
    alive.delete(child);
    dismissWatchdog();
  });
  return { pid, tail, exited, signal: (name) => child.kill(name) };
}

function exitOf(child: ChildProcess): Promise<ChildExit> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => {
      const done = (): void => {
        clearTimeout(timer);
        resolve({ code, signal });
      };
      const timer = setTimeout(done, PIPES_AFTER_EXIT_MS);
      child.once("close", done);
    });
  });
}

/** A shell that waits on a pipe from us: a line means that the child has ended, end of file that we have. */
function startWatchdog(pid: number): () => void {
  const script = `read -r word; [ "$word" = ended ] || kill -9 ${pid}`;
  const watchdog = spawn("/bin/sh", ["-c", script], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  watchdog.on("error", () => {});
  watchdog.stdin.on("error", () => {});
  watchdog.unref();
  if (watchdog.stdin instanceof Socket) watchdog.stdin.unref();
  return () => watchdog.stdin.end("ended\n");
}
