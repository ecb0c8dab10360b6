import { through } from "../load/door-load.ts";
import { type PostTarget, postAll } from "../load/post-load.ts";
import { payload } from "../message.ts";
import type { Counted, Running, Side } from "../rounds.ts";
import type { Telegram } from "./telegram.ts";
import { eachOnce } from "./verify.ts";

/** All that lies between a POST and Telegram, up and ready. */
export type HttpStack = {
  /** Port of the web process; notifications are POSTed to /notifications. */
  port: number;
  counted: readonly Counted[];
  telegram: Telegram;
  stop: () => Promise<void>;
};

export type HttpPlan = {
  name: string;
  start: () => Promise<HttpStack>;
  /** The body of message `number`; default: the chat and the text alone. */
  body?: (number: number, chats: number) => string;
};

const PATH = "/notifications";
const CONNECTIONS = 32;

export function targetOf({ body = payload }: HttpPlan, { port }: HttpStack, chats: number): PostTarget {
  return { port, path: PATH, body: (number) => body(number, chats) };
}

/** Messages POSTed over 32 connections as fast as they are answered, until Telegram has them all. */
export function postedSide(plan: HttpPlan, chats: number): Side {
  const { name } = plan;
  return {
    name,
    async start(): Promise<Running> {
      const stack = await plan.start();
      const { telegram } = stack;
      const progress = async () => (await telegram.count()).count;
      return {
        counted: stack.counted,
        async carry(first, count) {
          const before = await progress();
          await postAll(targetOf(plan, stack, chats), { first, count, connections: CONNECTIONS });
          await through(before + count, progress);
        },
        verify: async (end) => eachOnce(name, await telegram.count(), end),
        stop: stack.stop,
      };
    },
  };
}
