import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { repoRoot } from "@bellwire/testkit";
import type { NameCommand } from "./reply-proxy.ts";

/** Of no interest: what a connection says before it works, and what nobody acts upon. */
const NOT_OURS = new Set(["hello", "auth", "client", "info", "select", "command"]);

/**
 * Names commands as people know them: our scripts by their names instead of their hashes. Reads them from what was
 * built, as the processes do.
 */
export async function commandNames(): Promise<NameCommand> {
  const scripts = await scriptNames(join(repoRoot, "packages/messaging/dist/scripts"));
  return ([command = "", first = ""]) => {
    const name = command.toLowerCase();
    if (NOT_OURS.has(name)) return undefined;
    if (name === "evalsha") return scripts.get(first) ?? `script ${first.slice(0, 8)}`;
    // By its text a script runs only once; its reply is lost under its hash.
    if (name === "eval") return undefined;
    return name === "pubsub" ? `PUBSUB ${first.toUpperCase()}` : name.toUpperCase();
  };
}

async function scriptNames(folder: string): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((path) => path.endsWith(".js"))) {
    const module = (await import(pathToFileURL(join(folder, file)).href)) as Record<string, unknown>;
    for (const [name, value] of Object.entries(module)) {
      if (isScript(value)) names.set(value.sha, name.replace(/Script$/, ""));
    }
  }
  return names;
}

function isScript(value: unknown): value is { sha: string } {
  return typeof value === "object" && value !== null && "sha" in value && typeof value.sha === "string";
}
