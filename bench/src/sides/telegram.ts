import { join } from "node:path";
import { freePort, repoRoot, spawnService, waitFor } from "@bellwire/testkit";
import type { Count } from "../tally.ts";

/** What the bots of a comparison send to, in a process of its own. */
export type Telegram = {
  url: string;
  /** The shape of a token; any is let in. */
  token: string;
  count: () => Promise<Count>;
  /** When the messages from number `from` on came first, on the clock of all processes; 0: never. */
  firstMs: (from: number, count: number) => Promise<number[]>;
  stop: () => Promise<void>;
};

const TOKEN = `123456:${"a".repeat(35)}`;

/** The double that does no more than count. */
export async function startDouble(): Promise<Telegram> {
  const entry = join(repoRoot, "bench/dist/telegram-double/main.js");
  const { url, stop } = await start(entry, "/count");
  const ask = async <Answer>(path: string) => (await (await fetch(url + path)).json()) as Answer;
  return {
    url,
    token: TOKEN,
    count: () => ask<Count>("/count"),
    firstMs: (from, count) => ask<number[]>(`/first-ms?from=${from}&count=${count}`),
    stop,
  };
}

/** Bellwire's sandbox, which checks every call and keeps what was sent. It knows no duplicates. */
export async function startSandboxProcess(): Promise<Telegram> {
  const { url, stop } = await start(join(repoRoot, "packages/sandbox/dist/main.js"), "/sandbox/health");
  const count = async () => {
    const { sent } = (await (await fetch(`${url}/sandbox/stats`)).json()) as { sent: number };
    return { count: sent, duplicates: 0 };
  };
  return { url, token: TOKEN, count, firstMs: async () => [], stop };
}

async function start(entry: string, probe: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const process = await spawnService({ name: "telegram", entry, args: ["--port", String(port)], env: {} });
  await waitFor(async () => (await fetch(url + probe)).ok, { timeoutMs: 15_000, what: url });
  return { url, stop: async () => void (await process.stop()) };
}
