import { parseArgs } from "node:util";
import { isBotToken } from "./bot-api/token.ts";
import type { SandboxOptions } from "./sandbox.ts";

export const helpText = `A Telegram Bot API server of our own, for development, demonstration and tests.

Usage: node main.js [options]
  --port N      port to listen on, default 8081; 0 takes any free one
  --host H      address to listen on, default 127.0.0.1; any other opens the control API to whoever reaches it
  --token T     the only bot token let in; without it, any of the right form is
  --limits      begin with Telegram's limits on (30/s, 1/s a chat, 20/min a group)
  --help        show this

Bot API:     POST /bot<token>/sendMessage and others
Control API: GET /sandbox/chats, POST /sandbox/faults and others; the package's README lists them
`;

export const defaultPort = 8081;

export type CommandLine =
  | { ask: "help" }
  | { ask: "run"; options: SandboxOptions }
  | { ask: "nothing"; problem: string };

export function readCommandLine(args: readonly string[]): CommandLine {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: "string", default: String(defaultPort) },
        host: { type: "string" },
        token: { type: "string" },
        limits: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
    if (values.help) return { ask: "help" };
    if (!/^\d{1,5}$/.test(values.port) || Number(values.port) > 65_535) {
      return { ask: "nothing", problem: "--port must be a whole number from 0 to 65535." };
    }
    // The token itself is never shown: it might be a real one.
    if (values.token !== undefined && !isBotToken(values.token)) {
      return {
        ask: "nothing",
        problem: "--token must look like 123456789: followed by 35 letters, digits, _ or -.",
      };
    }
    const options: SandboxOptions = { port: Number(values.port) };
    if (values.host !== undefined) options.host = values.host;
    if (values.token !== undefined) options.token = values.token;
    if (values.limits) options.limits = { enabled: true };
    return { ask: "run", options };
  } catch (error) {
    return { ask: "nothing", problem: error instanceof Error ? error.message : String(error) };
  }
}
