import type { ChatView, LeaseState, Preferences, RedeemAnswer } from "@bellwire/messaging";
import type { Keyboard } from "../../src/chat/categories.ts";
import type { CallResult } from "../../src/delivery/outcome.ts";
import type { Update } from "../../src/telegram/update.ts";
import { UpdateHandler, type UpdateHandlerOptions } from "../../src/updates/update-handler.ts";
import { recordingCounter, recordingLogger } from "../recording.ts";

export const BELL = { id: 1, username: "bell_bot" };
export const NOW_MS = Date.parse("2026-01-01T12:00:00Z");

export type StandOptions = {
  view?: Partial<ChatView>;
  categories?: string[];
  /** How many a return releases. */
  released?: number;
  redeemed?: RedeemAnswer;
  /** Given one after the other, the last one for ever: the waits of the budget, and what is thrown. */
  spends?: (number | Error)[];
  /** Called with each call of Redis, and may throw what it fails with. */
  onCall?: () => void;
  lease?: { state: LeaseState };
  addressing?: "direct" | "linked";
  patienceMs?: number;
  result?: CallResult<{ messageId: number }>;
};

/** A handler over chats that remember what was done to them, and the way to make one that sends elsewhere. */
export function handlerStand(options: StandOptions = {}) {
  const calls: unknown[][] = [];
  const sent: { chatId: number; text: string; keyboard: Keyboard }[] = [];
  const spent: string[] = [];
  const [updates, answers] = [recordingCounter(), recordingCounter()];
  const lease = options.lease ?? { state: "held" };
  const { logger, lines } = recordingLogger();
  const { telegram, tapped, edited } = recordingTelegram(options, sent);
  const handlerWith = (sendMessage: UpdateHandlerOptions["telegram"]["sendMessage"]) =>
    new UpdateHandler({
      ...chatDoubles(options, calls),
      telegram: { ...telegram, sendMessage },
      queue: {
        spend: async (lane) => {
          spent.push(lane);
          return nextOf(options.spends ?? [0]);
        },
      },
      ...{ lease, updates, answers, logger, patienceMs: options.patienceMs ?? 300 },
      addressing: options.addressing ?? "direct",
      nowMs: () => NOW_MS,
    });
  const handler = handlerWith(telegram.sendMessage);
  const handle = (update: Omit<Update, "update_id">, hurry = new AbortController().signal) =>
    answered(handler, handler.handle({ update_id: 7, ...update }, BELL, hurry));
  const write = (text: string, { language = "en", hurry = new AbortController().signal, id = 42 } = {}) => {
    const from = { language_code: language };
    return handle({ message: { message_id: 3, chat: { id, first_name: "Ada" }, from, text } }, hurry);
  };
  return { handle, write, handlerWith, calls, sent, tapped, edited, spent, updates, answers, lease, lines };
}

/** What `handled` resolves with, when its answer was given too. */
async function answered(handler: UpdateHandler, handled: Promise<boolean>): Promise<boolean> {
  const isHandled = await handled;
  await handler.answered();
  return isHandled;
}

function nextOf(answers: (number | Error)[]): number {
  const answer = (answers.length > 1 ? answers.shift() : answers[0]) ?? 0;
  if (answer instanceof Error) throw answer;
  return answer;
}

function recordingTelegram(
  { result = { kind: "answered", answer: { messageId: 1 } } }: StandOptions,
  sent: { chatId: number; text: string; keyboard: Keyboard }[],
) {
  const tapped: unknown[][] = [];
  const edited: unknown[][] = [];
  const done: CallResult<undefined> =
    result.kind === "answered" ? { kind: "answered", answer: undefined } : result;
  const telegram: UpdateHandlerOptions["telegram"] = {
    sendMessage: async (chatId, text, options) => {
      sent.push({ chatId, text, keyboard: options?.keyboard ?? [] });
      return result;
    },
    editKeyboard: async (chatId, messageId, keyboard) => {
      edited.push([chatId, messageId, keyboard]);
      return done;
    },
    answerTap: async (tapId, text) => {
      tapped.push([tapId, text]);
      return done;
    },
  };
  return { telegram, tapped, edited };
}

function chatDoubles(
  options: StandOptions,
  calls: unknown[][],
): Pick<UpdateHandlerOptions, "chats" | "recipients"> {
  const view = (id: string): ChatView => ({
    ...{ id, kind: "private", users: [], state: "reachable", categoriesOff: [], waiting: 0, parked: 0 },
    ...options.view,
  });
  const did = async <T>(call: unknown[], answer: T): Promise<T> => {
    calls.push(call);
    options.onCall?.();
    return answer;
  };
  const off = new Set(options.view?.categoriesOff);
  const wish = ({ categories = {} }: Preferences) => {
    for (const [name, isWanted] of Object.entries(categories)) off[isWanted ? "delete" : "add"](name);
  };
  return {
    chats: {
      get: async (chat) => ({ ...view(chat), categoriesOff: [...off] }),
      categories: async () => options.categories ?? [],
      back: (chat, by) => did(["back", chat, by], options.released ?? 0),
      stop: (chat) => did(["stop", chat], 0),
      moved: (chat, newChat) => did(["moved", chat, newChat], undefined),
      leave: (chat, reason) => did(["leave", chat, reason], options.released ?? 0),
      replied: (chat, message, updateId) => did(["replied", chat, message, updateId], true),
      setPreferences: async (chat, preferences) => {
        await did(["preferences", chat, preferences], undefined);
        wish(preferences);
      },
    },
    recipients: {
      redeem: (token, chat) => did(["redeem", token, chat], options.redeemed ?? { kind: "unknown" }),
    },
  };
}
