import { join } from "node:path";
import { freePort, repoRoot, type ServiceProcess, spawnService, waitFor } from "@bellwire/testkit";
import { MESSAGE_PREFIX } from "../message.ts";
import type { Counted } from "../rounds.ts";
import type { Count } from "../tally.ts";

/** One script of bench/peers as a process. */
export type Peer = {
  port: number;
  counted: Counted;
  /** Asks a script that counts, and lets a producer do something: `/add?from=…`. */
  ask: (path?: string) => Promise<Count>;
  stop: () => Promise<void>;
};

/** Starts `bench/peers/src/<script>.mjs`. It need not be ready yet. */
export async function startPeer(script: string, countAs: string, env: Record<string, string>): Promise<Peer> {
  const port = await freePort();
  const service = await spawnService({
    name: script,
    entry: join(repoRoot, "bench/peers/src", `${script}.mjs`),
    env: { NODE_ENV: "production", PORT: String(port), MESSAGE_PREFIX, ...env },
  });
  return {
    port,
    counted: { name: countAs, cpuMs: () => service.cpuMs() },
    ask: async (path = "/") => {
      alive(service);
      return (await (await fetch(`http://127.0.0.1:${port}${path}`, { method: "POST" })).json()) as Count;
    },
    stop: async () => void (await service.stop()),
  };
}

/** Resolves when something answers on the peer's port. */
export async function answers(peer: Peer, path = "/"): Promise<void> {
  await waitFor(async () => (await fetch(`http://127.0.0.1:${peer.port}${path}`)).ok, {
    timeoutMs: 15_000,
    what: `${peer.counted.name} of a peer`,
  });
}

/** A script that failed says why on its output, and is not waited for. */
function alive(service: ServiceProcess): void {
  try {
    service.cpuMs();
  } catch {
    throw new Error(`${service.name} ended:\n${service.output()}`);
  }
}
