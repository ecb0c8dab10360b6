import { waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postJson, type Stack, startStack } from "../src/stack.ts";

const KEY = "a-key-that-nobody-may-read";
const TEXT = "the-text-that-nobody-may-read";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ env: { LOG_LEVEL: "trace", API_KEYS: KEY, SEND_TIMEOUT_MS: "1000" } });
});
afterAll(() => stack.stop());

/** Nothing more happens to a message in one of these by itself. */
const AT_REST = new Set(["sent", "parked", "failed"]);

async function stateOf(id: string): Promise<string | undefined> {
  const response = await fetch(`${stack.webUrl}/notifications/${id}`, { headers: withKey });
  return ((await response.json()) as { state?: string }).state;
}

const withKey = { authorization: `Bearer ${KEY}` };

describe("the token, the keys and the texts of messages", () => {
  it("stand in no log, no metric and no error, whatever goes wrong", { timeout: 60_000 }, async () => {
    const kinds = [
      "429",
      "403",
      "400",
      "401",
      "5xx_json",
      "5xx_html",
      "200_html",
      "reset_before",
      "reset_after",
      "truncated",
      "hang",
    ] as const;
    const ids: string[] = [];
    for (const [index, kind] of kinds.entries()) {
      const chat = 1 + index;
      stack.sandbox.addFault({ kind, chat_id: chat, count: 1 });
      const message = { user_id: chat, message: TEXT };
      const { body } = await postJson(`${stack.webUrl}/notifications`, message, withKey);
      ids.push(String(body.id));
    }
    await postJson(`${stack.webUrl}/notifications`, { user_id: "", message: TEXT }, withKey);
    await postJson(
      `${stack.webUrl}/notifications`,
      { user_id: 42, message: TEXT },
      { authorization: `Bearer ${KEY}x` },
    );
    const client = stack.redis.client();
    await client.publish("notification", JSON.stringify({ user_id: "", message: TEXT }));
    await client.lpush("notification:queue", JSON.stringify({ user_id: 42, message: TEXT, priority: TEXT }));
    await client.xadd("notification:stream", "*", "user_id", TEXT, "message", TEXT);
    const settled = async () => {
      const states = await Promise.all(ids.map(stateOf));
      return states.every((state) => state !== undefined && AT_REST.has(state));
    };
    await waitFor(settled, { timeoutMs: 40_000, what: "every message to be sent, parked or given up" });
    const metrics = await (await fetch(`${stack.webUrl}/metrics`, { headers: withKey })).text();
    const stats = await (await fetch(`${stack.webUrl}/stats`, { headers: withKey })).text();
    for (const text of [stack.web.output(), stack.bots[0]?.output() ?? "", metrics, stats]) {
      expect(text).not.toContain(TEXT);
      expect(text).not.toContain(KEY);
      expect(text).not.toContain(stack.sandbox.token.split(":")[1]);
    }
  });
});
