import { type RedisProcess, waitFor } from "@bellwire/testkit";
import type { AttemptOutcome } from "./history.ts";

/** `userId`: what the app calls who is in that chat; else the chat is meant itself. */
export type Message = { chatId: number; userId?: string; text: string };

/** `id`: by which the product can be asked what became of it. */
export type PublishResult = { outcome: AttemptOutcome; id?: string };

/** One way in. Never rejects; ends within a few seconds, or when `giveUp` says so. */
export type Source = {
  readonly name: string;
  publish: (message: Message, giveUp: AbortSignal) => Promise<PublishResult>;
};

type RedisClient = ReturnType<RedisProcess["client"]>;

const REQUEST_MS = 5000;
const COMMAND_MS = 2500;

/** After an answer that leaves the outcome open, the same request comes again so much later. */
const REPEAT_MS = 100;

/** Strangers' connection: no command is sent twice behind the publisher's back, and none waits for ever. */
export async function strangerClient(redis: RedisProcess, port?: number): Promise<RedisClient> {
  const client = redis.client({
    ...(port === undefined ? {} : { port }),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: COMMAND_MS,
    retryStrategy: () => 50,
  });
  await waitFor(() => client.status === "ready", { what: "a stranger's connection" });
  return client;
}

/**
 * A publisher that repeats with the same id until it has an answer it can rely on, as the documents advise.
 * @param options what each notification says beside its text
 */
export function httpSource(
  webUrl: string,
  via: "channel" | "queue" | "stream",
  tag: string,
  options: object = {},
): Source {
  let published = 0;
  return {
    name: `http ${via}`,
    async publish(message, giveUp) {
      published += 1;
      const id = `${tag}-${via}-${published}`;
      const body = JSON.stringify({ ...payloadOf(message), id, via, ...options });
      for (;;) {
        const outcome = await postOnce(`${webUrl}/notifications`, body);
        if (outcome !== "unknown" || giveUp.aborted) return { outcome, id };
        await pause(REPEAT_MS, giveUp);
      }
    },
  };
}

async function postOnce(url: string, body: string): Promise<AttemptOutcome> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(REQUEST_MS),
    });
    const answer = (await response.json()) as { code?: string };
    if (response.ok) return "accepted";
    return answer.code === "redis_unavailable" || response.status === 500 ? "unknown" : "refused";
  } catch {
    return "unknown";
  }
}

/** Programs that know nothing but Redis: no id, no second try. */
export function strangerSources(client: RedisClient, prefix = "notification"): Source[] {
  return [
    {
      name: "LPUSH",
      publish: (message) => ask(() => client.lpush(`${prefix}:queue`, JSON.stringify(payloadOf(message)))),
    },
    {
      name: "XADD",
      publish: ({ chatId, userId, text }) =>
        ask(() => client.xadd(`${prefix}:stream`, "*", "user_id", userId ?? String(chatId), "message", text)),
    },
    {
      name: "PUBLISH",
      publish: (message) => ask(() => client.publish(prefix, JSON.stringify(payloadOf(message)))),
    },
  ];
}

function payloadOf({ chatId, userId, text }: Message): object {
  return { user_id: userId ?? chatId, message: text };
}

/** Redis's own answer is the acceptance; 0 (receivers) and an error that Redis itself answered are refusals. */
async function ask(command: () => Promise<unknown>): Promise<PublishResult> {
  try {
    return { outcome: (await command()) === 0 ? "refused" : "accepted" };
  } catch (error) {
    const said = error instanceof Error ? `${error.name} ${error.message}` : "";
    const neverSent = /ReplyError|enableOfflineQueue/.test(said);
    return { outcome: neverSent ? "refused" : "unknown" };
  }
}

/** Waits, and no longer than the signal lets it. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener("abort", done);
  });
}
