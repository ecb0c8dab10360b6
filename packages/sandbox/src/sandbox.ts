import type { AddressInfo } from "node:net";
import { botIdOf, isBotToken, SANDBOX_TOKEN, sandboxUsername } from "./bot-api/token.ts";
import { readStats, type SandboxStats } from "./control/state-routes.ts";
import { isLoopbackAddress } from "./http/host-guard.ts";
import { createSandboxServer } from "./http/server.ts";
import { monotonicMs } from "./model/clock.ts";
import { type Fault, type FaultView, faultProblem } from "./model/faults.ts";
import { defaultLimits, type RateLimits } from "./model/limits.ts";
import {
  openDeepLink,
  type PersonResult,
  setPersonLanguage,
  tapAsPerson,
  writeAsPerson,
} from "./model/person.ts";
import type { Tap } from "./model/taps.ts";
import type { ChatSummary, ChatView, SandboxMessage } from "./model/types.ts";
import { World } from "./model/world.ts";

export interface SandboxOptions {
  /** Default 127.0.0.1. On any other than a loopback address the checks of Host and Origin are off. */
  host?: string;
  /** Default 0: any free port. */
  port?: number;
  /** The only token let in. Omitted: any of the right form is. */
  token?: string;
  /** Default: off. */
  limits?: Partial<RateLimits>;
  /** Messages kept in a chat, default 200. */
  messagesPerChat?: number;
  /** Chats kept, default 10,000; beyond it the one silent for longest is forgotten. */
  chatsMax?: number;
  /** Updates waiting for the bot, default 10,000; beyond it the oldest is dropped and counted. */
  updatesMax?: number;
  /** Estimated bytes of all kept messages, default 64 MiB; beyond it chats silent for longest keep their last message only. */
  keptBytesMax?: number;
}

/** A running sandbox. Its objects have the control API's own shape, so that both sides of a test read alike. */
export interface Sandbox {
  readonly url: string;
  readonly port: number;
  /** A token that is let in. */
  readonly token: string;
  /** Newest activity first, 10,000 at most. */
  chats(): ChatSummary[];
  /** A chat nobody wrote in yet is an empty one. */
  chat(chatId: number): ChatView;
  /** Throws when the text is empty or over 4,096 characters, or when the person has blocked the bot. */
  personWrites(chatId: number, text: string): SandboxMessage;
  /**
   * Arrives as `/start payload`, in a group with the bot's name behind the command, and unblocks. Throws on a payload no
   * link can carry.
   */
  openDeepLink(chatId: number, payload?: string): SandboxMessage;
  /** What language the person's app is set to; undefined: it does not say. Throws on what is no tag of a language. */
  setLanguage(chatId: number, language: string | undefined): void;
  /** Taps an inline button. Throws when no kept message has it. The bot's answer appears in the returned object. */
  tap(chatId: number, messageId: number, data: string): Tap;
  /** Callable twice, as is unblock. */
  block(chatId: number): void;
  unblock(chatId: number): void;
  /** Throws on a fault that could not work, and when 1,000 are set already. */
  addFault(fault: Fault): FaultView;
  clearFaults(): void;
  /** What is left out takes Telegram's documented figure; `enabled` is true unless said otherwise. */
  setLimits(limits: Partial<RateLimits>): void;
  stats(): SandboxStats;
  /** Forgets everything but the limits; ids go on growing. */
  reset(): void;
  /** Called while the message is written, before the bot has its answer. Returns the way to leave, callable twice. */
  onMessage(listener: (chatId: number, message: SandboxMessage) => void): () => void;
  /** Ends every connection at once, open polls included. Callable twice. */
  close(): Promise<void>;
}

const chatsListed = 10_000;
const mebibyte = 1024 * 1024;

/** Starts a Bot API server of our own in this process; rejects when it cannot listen, with Node's own error. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = "127.0.0.1", port = 0, token } = options;
  if (token !== undefined && !isBotToken(token))
    throw new TypeError("token must look like 123456:35 characters");
  const world = createWorld(options);
  const server = createSandboxServer(world, { token, refuseForeign: isLoopbackAddress(host) });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const bound = boundPort(server.address());
  let closing: Promise<void> | undefined;
  return {
    url: `http://${host.includes(":") ? `[${host}]` : host}:${bound}`,
    port: bound,
    token: token ?? SANDBOX_TOKEN,
    ...handlesOf(world),
    close: () => {
      closing ??= new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        world.updates.endPoll("the end of the sandbox");
      });
      return closing;
    },
  };
}

function createWorld(options: SandboxOptions): World {
  const world = new World({
    bot: { id: botIdOf(options.token ?? SANDBOX_TOKEN), username: sandboxUsername },
    clock: monotonicMs,
    messagesPerChat: options.messagesPerChat ?? 200,
    chatsMax: options.chatsMax ?? 10_000,
    updatesMax: options.updatesMax ?? 10_000,
    keptBytesMax: options.keptBytesMax ?? 64 * mebibyte,
  });
  if (options.limits !== undefined) world.setLimits({ ...defaultLimits, enabled: true, ...options.limits });
  return world;
}

function handlesOf(world: World): Omit<Sandbox, "url" | "port" | "token" | "close"> {
  return {
    chats: () => world.chats.list(chatsListed),
    chat: (chatId) => world.chats.view(chatId),
    personWrites: (chatId, text) => orThrow(writeAsPerson(world, chatId, text)),
    openDeepLink: (chatId, payload) => orThrow(openDeepLink(world, chatId, payload)),
    setLanguage: (chatId, language) => orThrow(setPersonLanguage(world, chatId, language)),
    tap: (chatId, messageId, data) => orThrow(tapAsPerson(world, chatId, messageId, data)),
    block: (chatId) => world.setBlocked(chatId, true),
    unblock: (chatId) => world.setBlocked(chatId, false),
    addFault: (fault) => {
      const wrong = faultProblem(fault) ?? (world.faults.isFull ? "Too many faults are set." : undefined);
      if (wrong !== undefined) throw new RangeError(wrong);
      return world.faults.add(fault);
    },
    clearFaults: () => world.faults.clear(),
    setLimits: (limits) => world.setLimits({ ...defaultLimits, enabled: true, ...limits }),
    stats: () => readStats(world),
    reset: () => world.reset(),
    onMessage: (listener) =>
      world.listen((event) => {
        if (event.kind === "message") listener(event.chat_id, event.message);
      }),
  };
}

function orThrow<T>(result: PersonResult<T>): T {
  if (result.ok) return result.value;
  throw new RangeError(result.problem.detail);
}

function boundPort(address: AddressInfo | string | null): number {
  return typeof address === "object" && address !== null ? address.port : 0;
}
