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
  const scripts = await scriptNames(join(repoRoot, "packages/messaging/dist"));
  return ([command = "", first = ""]) => {
    const name = command.toLowerCase();
    if (NOT_OURS.has(name)) return undefined;
    if (name === "evalsha") return scripts.get(first) ?? `script ${first.slice(0, 8)}`;
    // By its text a script runs only once; its reply is lost under its hash.
    if (name === "eval") return undefined;
    return name === "pubsub" ? `PUBSUB ${first.toUpperCase()}` : name.toUpperCase();
  };
}

type Script = { sha: string };

/** Those of the delivery queue are made for one installation; the processes under test keep the usual prefix. */
type InstalledScript = { over: (keys: unknown) => Script };

async function scriptNames(dist: string): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  const keysModule = (await importFile(join(dist, "keys.js"))) as {
    deliveryKeys: (prefix: string) => unknown;
  };
  const keys = keysModule.deliveryKeys("notification");
  const folder = join(dist, "scripts");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  for (const file of files.filter((path) => path.endsWith(".js"))) {
    for (const [name, value] of Object.entries(await importFile(join(folder, file)))) {
      const script = isInstalled(value) ? value.over(keys) : value;
      if (isScript(script)) names.set(script.sha, name.replace(/Script$/, ""));
    }
  }
  return names;
}

async function importFile(path: string): Promise<Record<string, unknown>> {
  return (await import(pathToFileURL(path).href)) as Record<string, unknown>;
}

function isInstalled(value: unknown): value is InstalledScript {
  return typeof value === "object" && value !== null && "over" in value && typeof value.over === "function";
}

function isScript(value: unknown): value is Script {
  return typeof value === "object" && value !== null && "sha" in value && typeof value.sha === "string";
}
