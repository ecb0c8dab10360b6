import { pause } from "../process/pause.mjs";
import { Trouble, wordsOf } from "../process/trouble.mjs";

/** A slow virtual machine starts containers slowly. */
const WAIT_MS = 90_000;

/**
 * The stack as one who uses it sees it: through web's published port alone.
 * @param {number} port
 * @param {AbortSignal} stop
 */
export function createVisitor(port, stop) {
  const base = `http://127.0.0.1:${port}`;

  /**
   * @param {string} path
   * @param {RequestInit} [init]
   */
  const call = async (path, init) => {
    const response = await fetch(`${base}${path}`, { ...init, signal: AbortSignal.timeout(5_000) });
    /** @type {any} checked where it is used */
    const body = await response.json();
    return { status: response.status, body };
  };

  return {
    /** Web answers ready, and knows of a bot. */
    untilReady: () =>
      until("web and a bot are ready", stop, async () => {
        const { status, body } = await call("/readyz");
        const bots = body.checks?.find((/** @type {{ name: string }} */ check) => check.name === "bots");
        return status === 200 && bots?.status === "ok" ? undefined : JSON.stringify(body.checks ?? body);
      }),

    /** Web says that it is not ready. */
    untilNotReady: () =>
      until("web notices that Redis is away", stop, async () => {
        const { status } = await call("/readyz");
        return status === 503 ? undefined : `/readyz answers ${status}`;
      }),

    /**
     * Publishes, and waits until the sandbox's chat shows it exactly once.
     * @param {number} userId
     * @param {string} message
     */
    async publishAndSee(userId, message) {
      const headers = { "content-type": "application/json" };
      const { status, body } = await call("/notifications", {
        method: "POST",
        headers,
        body: JSON.stringify({ user_id: userId, message }),
      });
      if (status !== 202)
        throw new Trouble(`POST /notifications answered ${status}: ${JSON.stringify(body)}`);
      await until(`the chat of ${userId} shows "${message}"`, stop, async () => {
        const chat = await call(`/sandbox/chats/${userId}`);
        const seen =
          chat.body.messages?.filter((/** @type {{ text: string }} */ one) => one.text === message).length ??
          0;
        if (seen > 1) throw new Trouble(`"${message}" arrived ${seen} times.`);
        return seen === 1 ? undefined : `the chat holds ${chat.body.messages?.length ?? 0} messages`;
      });
    },

    /**
     * What web answers to a publish that cannot succeed, and how long it takes.
     * @param {number} userId
     */
    async publishRefused(userId) {
      const startedMs = performance.now();
      const headers = { "content-type": "application/json" };
      const { status, body } = await call("/notifications", {
        method: "POST",
        headers,
        body: JSON.stringify({ user_id: userId, message: "into the void" }),
      });
      return { status, code: String(body.code), tookMs: Math.round(performance.now() - startedMs) };
    },
  };
}

/**
 * Looks until `look` has nothing to object.
 * @param {string} what
 * @param {AbortSignal} stop
 * @param {() => Promise<string | undefined>} look resolves to what is still missing
 */
async function until(what, stop, look) {
  const endMs = performance.now() + WAIT_MS;
  let missing = "";
  while (performance.now() < endMs) {
    try {
      const objection = await look();
      if (objection === undefined) return;
      missing = objection;
    } catch (error) {
      if (error instanceof Trouble) throw error;
      missing = wordsOf(error);
    }
    await pause(200, stop);
  }
  throw new Trouble(`Waited ${WAIT_MS / 1_000} s in vain until ${what}: ${missing}`);
}
