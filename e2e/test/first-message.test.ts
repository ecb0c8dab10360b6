import { waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Stack, startStack } from "../src/stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack.stop());

describe("from HTTP to a chat", () => {
  it("brings what web accepts to the chat of the user", async () => {
    const answer = await stack.publish(42, "Your order is on its way!");
    expect(answer.status).toBe(202);
    expect(answer.body).toMatchObject({ via: "channel", state: "accepted", receivers: 2 });
    await waitFor(() => stack.received(42).length > 0);
    expect(stack.received(42)).toEqual(["Your order is on its way!"]);
  });

  it("keeps the order within a chat", async () => {
    const texts = Array.from({ length: 50 }, (_, index) => `step ${index}`);
    for (const text of texts) await stack.publish(43, text);
    await waitFor(() => stack.received(43).length === texts.length);
    expect(stack.received(43)).toEqual(texts);
  });

  it("sends a text longer than Telegram takes in parts that hold all of it", async () => {
    const text = Array.from({ length: 250 }, (_, line) => `Line ${line}: ${"word ".repeat(9).trim()}`).join(
      "\n",
    );
    expect((await stack.publish(44, text)).status).toBe(202);
    await waitFor(() => stack.received(44).join("\n").length >= text.length);
    expect(stack.received(44).join("\n")).toBe(text);
  });

  it("answers /start and /help", async () => {
    stack.sandbox.openDeepLink(45);
    await waitFor(() => stack.received(45).some((text) => text.includes("Your user id is 45")));
    stack.sandbox.personWrites(45, "/help");
    await waitFor(() => stack.received(45).length === 2);
  });

  it("refuses to publish when no bot listens, whoever else does", async () => {
    const monitor = stack.redis.client();
    await monitor.subscribe("notification");
    await stack.bots[0]?.stop();
    const answer = await stack.publish(46, "to nobody");
    expect(answer).toMatchObject({ status: 503, body: { code: "no_subscriber" } });
    await stack.startBot(0);
    await stack.ready();
    expect((await stack.publish(46, "to somebody")).body).toMatchObject({ receivers: 3 });
    await waitFor(() => stack.received(46).length > 0);
    expect(stack.received(46)).toEqual(["to somebody"]);
  });
});
