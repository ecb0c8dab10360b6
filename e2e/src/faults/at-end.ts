import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { repoRoot, type ServiceProcess } from "@bellwire/testkit";
import type { Stack } from "../stack.ts";
import type { Attempt } from "./history.ts";

/** Both services promise to be gone by then, whatever they had in hand. */
const GRACE_MS = 20_000;

/**
 * Ends everything and says what should not have been: a process that crashed or did not end in time, a secret or a
 * text in a log. The logs are kept for who looks at a failure, with the records of the suspects; `secret` stands in
 * every text.
 */
export async function atEnd(
  name: string,
  stack: Stack,
  { suspects, secret }: { suspects: readonly Attempt[]; secret: string },
): Promise<string[]> {
  const records = await recordsOf(stack, suspects);
  const fromMs = performance.now();
  await stack.stop();
  const tookMs = performance.now() - fromMs;
  const problems: string[] = [];
  if (tookMs > GRACE_MS) problems.push(`the end took ${Math.round(tookMs)} ms; ${GRACE_MS} were given`);
  for (const service of stack.services) {
    const { code, signal } = await service.exited;
    // Who was killed was killed by the case; nobody else may end in any other way than by itself and in order. Who has
    // said nothing yet is still Node alone, which SIGTERM ends.
    const hadBegun = service.output() !== "";
    if (hadBegun && signal !== "SIGKILL" && code !== 0)
      problems.push(`${service.name} ended with ${signal ?? `code ${code}`}`);
    const errors = service.output().match(/"level":[56]0.*/g) ?? [];
    // Outages are warnings; an error is something that nobody thought of.
    if (errors.length > 0) problems.push(`${service.name} logged ${errors.length} errors: ${errors[0]}`);
    problems.push(...secretsIn(service, [secret, stack.sandbox.token.split(":")[1] ?? ""]));
  }
  keepLogs(name, stack, records);
  return problems;
}

function secretsIn(service: ServiceProcess, secrets: readonly string[]): string[] {
  const output = service.output();
  return secrets
    .filter((secret) => output.includes(secret))
    .map(() => `${service.name} wrote a message's text or the token into its log`);
}

/** What the product itself says about some of the messages that a promise was broken for. */
async function recordsOf(stack: Stack, suspects: readonly Attempt[]): Promise<string> {
  const lines = suspects.slice(0, 20).map(async (attempt) => {
    const said =
      attempt.id === undefined
        ? "no id"
        : await fetch(`${stack.webUrl}/notifications/${attempt.id}`, { signal: AbortSignal.timeout(2000) })
            .then((response) => response.text())
            .catch(String);
    return `${JSON.stringify(attempt)}\n  ${said}\n`;
  });
  return (await Promise.all(lines)).join("");
}

/** The logs of the last run of each case, so that nothing piles up. */
function keepLogs(name: string, stack: Stack, records: string): void {
  const folder = join(repoRoot, ".data", "faults", name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [index, service] of stack.services.entries())
    writeFileSync(join(folder, `${index} ${service.name}.log`), service.output());
  writeFileSync(join(folder, "records.log"), records);
}
