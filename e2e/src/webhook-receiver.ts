import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { freePort, repoRoot, waitFor } from "@bellwire/testkit";

export type Language = "js" | "python";

/** What a receiver verified and took. */
export type Told = { id: string; event: { type: string; timestamp: string; data: Record<string, unknown> } };

export type WebhookReceiver = {
  url: string;
  /** In the order in which it was taken. */
  told: Told[];
  /** Starts the receiver that docs/webhooks.md shows in this language; resolves when it listens. */
  start: (language: Language) => Promise<void>;
  /** SIGKILL. May be called twice. */
  kill: () => Promise<void>;
};

const PYTHON = process.env.BELLWIRE_PYTHON ?? "/usr/bin/python3";
const COMMANDS = { js: [process.execPath, "--input-type=module", "-e"], python: [PYTHON, "-c"] } as const;

/** A program that takes webhook calls, word for word as the document shows it, on a port of its own. */
export async function webhookReceiver(secret: string): Promise<WebhookReceiver> {
  const port = await freePort();
  const told: Told[] = [];
  let child: ChildProcess | undefined;
  const kill = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    child.kill("SIGKILL");
    await once(child, "exit");
  };
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    told,
    async start(language) {
      const [command, ...options] = COMMANDS[language];
      child = spawn(command, [...options, programOf(language)], {
        cwd: repoRoot,
        env: { PATH: process.env.PATH, PORT: String(port), WEBHOOK_SECRET: secret },
        stdio: ["ignore", "pipe", "ignore"],
      });
      if (child.stdout)
        createInterface({ input: child.stdout }).on("line", (line) => told.push(readLine(line)));
      await waitFor(() => listens(port), { what: `the receiver in ${language}` });
    },
    kill,
  };
}

function programOf(language: Language): string {
  const document = readFileSync(join(repoRoot, "docs/webhooks.md"), "utf8");
  const program = new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, "m").exec(document)?.[1];
  if (program === undefined) throw new Error(`docs/webhooks.md shows no receiver in ${language}`);
  return program;
}

function readLine(line: string): Told {
  const end = line.indexOf(" ");
  return { id: line.slice(0, end), event: JSON.parse(line.slice(end)) as Told["event"] };
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } finally {
    socket.destroy();
  }
}
