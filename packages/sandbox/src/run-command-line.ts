import { helpText, readCommandLine } from "./command-line.ts";
import { isLoopbackAddress } from "./http/host-guard.ts";
import { type SandboxOptions, startSandbox } from "./sandbox.ts";

/** The process: starts a sandbox as the arguments say, and ends with it. Sets the exit code, 1 when it could not start. */
export async function runCommandLine(args: readonly string[]): Promise<void> {
  const wanted = readCommandLine(args);
  if (wanted.ask === "help") process.stdout.write(helpText);
  else if (wanted.ask === "run") await run(wanted.options);
  else fail(`${wanted.problem} See --help.`);
}

async function run(options: SandboxOptions): Promise<void> {
  try {
    const sandbox = await startSandbox(options);
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void sandbox.close());
    if (options.host !== undefined && !isLoopbackAddress(options.host)) {
      process.stderr.write("Warning: the control API is open to everybody who can reach this address.\n");
    }
    process.stdout.write(`Sandbox listening on ${sandbox.url}\n`);
  } catch (error) {
    fail(describe(error, options));
  }
}

function describe(error: unknown, { port, host = "127.0.0.1" }: SandboxOptions): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return `Port ${port} of ${host} is taken. End the program that has it, or choose another one: --port ${(port ?? 0) + 1}`;
  }
  if (code === "EACCES")
    return `Port ${port} may not be used by this user. Choose one above 1023: --port 8081`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `${host} is no address of this machine. Correct --host.`;
  return `The sandbox could not start: ${error instanceof Error ? error.message : String(error)}`;
}

function fail(words: string): void {
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}
