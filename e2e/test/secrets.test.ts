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
    let chat = 1;
    for (const kind of kinds) {
      stack.sandbox.addFault({ kind, chat_id: chat, count: 1 });
      await postJson(`${stack.webUrl}/notifications`, { user_id: chat, message: TEXT }, withKey);
      chat += 1;
    }
    await postJson(`${stack.webUrl}/notifications`, { user_id: "42", message: TEXT }, withKey);
    await postJson(
      `${stack.webUrl}/notifications`,
      { user_id: 42, message: TEXT },
      { authorization: `Bearer ${KEY}x` },
    );
    await stack.redis.client().publish("notification", JSON.stringify({ user_id: "42", message: TEXT }));
    const failed = () => (stack.bots[0]?.output().match(/a message was not sent/g) ?? []).length;
    await waitFor(() => failed() >= kinds.length, { timeoutMs: 40_000, what: "every fault to be logged" });
    const metrics = await (await fetch(`${stack.webUrl}/metrics`, { headers: withKey })).text();
    for (const text of [stack.web.output(), stack.bots[0]?.output() ?? "", metrics]) {
      expect(text).not.toContain(TEXT);
      expect(text).not.toContain(KEY);
      expect(text).not.toContain(stack.sandbox.token.split(":")[1]);
    }
  });
});
