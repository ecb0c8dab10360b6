/**
 * @typedef {{ url: string, qr: string, expires_at: string }} Link
 * @typedef {{ id: string, user_id: string, message: string, category?: string }} Notification
 * @typedef {{ state: string, reason?: string }} Outcome
 * @typedef {ReturnType<typeof bellwireAt>} Bellwire
 */

const TRIES = 3;
const TIMEOUT_MS = 10_000;

/**
 * The calls that a shop needs of Bellwire.
 * @param {{ url: string, key?: string | undefined }} options key: one of Bellwire's API_KEYS
 */
export function bellwireAt({ url, key }) {
  /** @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
  async function call(method, path, body) {
    const answer = await fetch(new URL(path, url), {
      method,
      headers: { "content-type": "application/json", ...(key && { authorization: `Bearer ${key}` }) },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const json = /** @type {any} */ (await answer.json());
    if (!answer.ok) throw new Error(`Bellwire answers ${answer.status} ${json.code}: ${json.detail}`);
    return json;
  }

  return {
    /** An address that makes one chat this user's, once. @param {string} user @returns {Promise<Link>} */
    makeLink: (user) => call("POST", `/recipients/${encodeURIComponent(user)}/link`, {}),

    /**
     * The queue keeps it also while no bot runs. Because the shop names it, by `id`, it may be asked again when an answer
     * was lost, and is still sent once.
     * @param {Notification} notification @returns {Promise<Outcome>}
     */
    async notify(notification) {
      for (let tries = 1; ; tries += 1) {
        try {
          return await call("POST", "/notifications", { via: "queue", ...notification });
        } catch (error) {
          if (tries === TRIES) throw error;
        }
      }
    },

    /** @param {string} id @returns {Promise<Outcome>} */
    whatBecameOf: (id) => call("GET", `/notifications/${encodeURIComponent(id)}`),
  };
}
