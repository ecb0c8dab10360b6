import { writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { type Child, startChild } from "./child.ts";
import { findOnPath } from "./tools.ts";
import { waitFor } from "./wait-for.ts";

export type RedisConfig = Record<string, string>;

/** The command of a real server. Throws, saying what to install, when the machine has none. */
export function findRedisServer(): string {
  const found = process.env.BELLWIRE_REDIS_SERVER ?? findOnPath(["redis-server", "valkey-server"]);
  if (found !== undefined) return found;
  throw new Error(
    "the tests need a real Redis: install one (apt-get install redis-server, or brew install valkey), " +
      "or set BELLWIRE_REDIS_SERVER to the path of a redis-server or valkey-server",
  );
}

/** Starts a server with `config` as its redis.conf in `dir`; resolves when it answers PING. */
export async function launchRedis(dir: string, port: number, config: RedisConfig): Promise<Child> {
  const file = join(dir, "redis.conf");
  const lines = Object.entries({ port: String(port), ...config }).map(([key, value]) => `${key} ${value}\n`);
  writeFileSync(file, lines.join(""), { mode: 0o600 });
  const child = await startChild(findRedisServer(), [file], { PATH: process.env.PATH });
  let ended = false;
  void child.exited.then(() => {
    ended = true;
  });
  const state = await waitFor(
    async () => (ended ? "ended" : (await answersPing(port, child.pid)) ? "ready" : undefined),
    { timeoutMs: 20_000, everyMs: 5, what: `PONG of Redis on port ${port}` },
  ).catch((error: unknown) => {
    child.signal("SIGKILL");
    throw error;
  });
  if (state === "ended") throw new Error(`Redis ended while it started:\n${child.tail.text()}`);
  return child;
}

/**
 * Whether it is our own server that answers, not a stranger on the same port. A server that still loads its data
 * is not ready; one that asks for a password is.
 */
function answersPing(port: number, pid: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let reply = "";
    const done = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(1_000, () => done(false));
    socket.once("error", () => done(false));
    socket.once("close", () => done(false));
    socket.once("connect", () => socket.write("PING\r\nINFO server\r\n"));
    socket.on("data", (data) => {
      reply += data.toString("latin1");
      if (/^-(NOAUTH|NOPERM)/.test(reply)) done(true);
      else if (reply.startsWith("-")) done(false);
      else if (reply.includes("process_id:")) done(reply.includes(`process_id:${pid}\r\n`));
    });
  });
}
