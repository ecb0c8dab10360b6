import { Telegram, TelegramError } from "telegraf";
import { Pool } from "undici";

export type PooledTelegramOptions = {
  token: string;
  /** Ends with a slash. */
  apiRoot: string;
};

type CallApi = Telegram["callApi"];

/** Below the 75 s after which servers of the usual kind close an idle connection, so that we are first to. */
const KEEP_ALIVE_MS = 30_000;
const CONNECT_TIMEOUT_MS = 10_000;
/** Far above the largest answer, a hundred updates. */
const ANSWER_MAX_BYTES = 16 * 1024 * 1024;

/**
 * Telegraf's client, whose calls go over undici. Telegraf's own transport costs the processor three times as much a
 * call, waits for ever for the rest of an answer that was cut, and quotes the address, which holds the token, in some of
 * its errors. Only what has no files in it can be called. Every call needs a signal: nothing else bounds it.
 *
 * Throws TelegramError for what Telegram refuses, the reason of the signal, or an error of the connection.
 */
export class PooledTelegram extends Telegram {
  readonly #pool: Pool;
  readonly #basePath: string;

  constructor({ token, apiRoot }: PooledTelegramOptions) {
    super(token, { apiRoot, webhookReply: false });
    const base = new URL(`./bot${token}/`, apiRoot);
    this.#basePath = base.pathname;
    this.#pool = new Pool(base.origin, {
      keepAliveTimeout: KEEP_ALIVE_MS,
      connect: { timeout: CONNECT_TIMEOUT_MS },
      maxResponseSize: ANSWER_MAX_BYTES,
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  override callApi = (async (method, payload, { signal } = {}) => {
    const { statusCode, body } = await this.#pool.request({
      path: this.#basePath + method,
      method: "POST",
      headers: JSON_HEADERS,
      body: JSON.stringify(payload),
      signal,
    });
    if (statusCode >= 500) {
      await body.dump();
      throw refusal(method, { error_code: statusCode, description: "server error" });
    }
    const answer = JSON.parse(await body.text());
    if (answer.ok !== true) throw refusal(method, answer);
    return answer.result;
  }) as CallApi;
}

const JSON_HEADERS = { "content-type": "application/json" };

/** Without the payload, which holds the text. */
function refusal(method: string, response: ConstructorParameters<typeof TelegramError>[0]): TelegramError {
  return new TelegramError(response, { method, payload: {} });
}
