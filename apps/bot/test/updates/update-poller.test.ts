import { type LeaseState, RedisUnavailableError } from "@bellwire/messaging";
import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { pollerStand } from "./poller-stand.ts";

const stand = pollerStand();
const callBot = (method: string) => fetch(`${stand.sandbox.url}/bot${stand.sandbox.token}/${method}`);

describe("UpdatePoller", () => {
  it("answers what people write, and says that it listens", async () => {
    const { poller, updates, check } = stand.setup();
    poller.start();
    await waitFor(() => check()?.status === "ok");
    expect(check()?.words).toBe("Listening to what people write.");
    stand.sandbox.personWrites(42, "/start");
    await waitFor(() => stand.answers(42).length === 1);
    stand.sandbox.personWrites(42, "thanks");
    stand.sandbox.personWrites(42, "/help");
    await waitFor(() => stand.answers(42).length === 2);
    expect(stand.answers(42)[0]).toContain("Your user id is 42.");
    expect([updates.of({ kind: "command" }), updates.of({ kind: "other" })]).toEqual([2, 1]);
  });

  it("says that it begins to listen: not beside a webhook, nor before it is its turn", async () => {
    let begun = 0;
    const onListening = () => {
      begun += 1;
    };
    await callBot("setWebhook?url=https://example.org/hook");
    const { poller, lease, check } = stand.setup({ onListening });
    poller.start();
    await waitFor(() => check()?.words.includes("A webhook is set"));
    lease.state = "other";
    await callBot("deleteWebhook");
    await waitFor(() => check()?.words.startsWith("Another bot"));
    expect(begun).toBe(0);
    lease.state = "held";
    await waitFor(() => begun === 1);
  });

  it("does not poll before it knows who the bot is", async () => {
    let asked = 0;
    const { poller, polls, check } = stand.setup({
      identity: () => {
        asked += 1;
        return undefined;
      },
    });
    poller.start();
    await waitFor(() => asked >= 3);
    expect([polls.length, check()]).toEqual([0, undefined]);
  });

  it("does not poll without the lease, and says whose turn it is", async () => {
    const { poller, polls, lease, check } = stand.setup();
    lease.state = "unknown";
    poller.start();
    await waitFor(() => check()?.status === "warn");
    expect(check()).toMatchObject({
      words: "It is not clear yet which bot listens to what people write.",
      remedy: expect.any(String),
    });
    lease.state = "other";
    await waitFor(() => check()?.status === "ok");
    expect(check()?.words).toBe("Another bot listens to what people write.");
    expect(polls).toEqual([]);
    lease.state = "held";
    await waitFor(() => polls.length === 1);
    expect(check()?.words).toBe("Listening to what people write.");
  });

  it("gives way to a webhook, never deletes it, and goes on when it is gone", async () => {
    await callBot("setWebhook?url=https://example.org/hook");
    const { poller, polls, check } = stand.setup();
    poller.start();
    await waitFor(() => check()?.status === "warn");
    expect(check()?.words).toContain("A webhook is set");
    await waitFor(() => stand.sandbox.stats().calls >= 5);
    expect(polls).toEqual([]);
    const info: unknown = await (await callBot("getWebhookInfo")).json();
    expect(info).toMatchObject({ result: { url: "https://example.org/hook" } });
    await callBot("deleteWebhook");
    await waitFor(() => check()?.status === "ok");
  });

  it("gives way to a webhook that is set while it polls", async () => {
    const { poller, polls, check } = stand.setup();
    poller.start();
    await waitFor(() => polls.length === 1);
    await callBot("setWebhook?url=https://example.org/hook");
    await waitFor(() => check()?.words.includes("A webhook is set"));
    expect(stand.sandbox.stats().refused["409"]).toBe(1);
  });

  it("takes one conflict for a leftover, and says after the third that another program polls", async () => {
    const { poller, polls, check } = stand.setup();
    poller.start();
    for (let conflict = 1; conflict <= 3; conflict++) {
      await waitFor(() => polls.length === conflict);
      await waitFor(async () => {
        await callBot("getUpdates?timeout=0");
        return polls.length > conflict || check()?.status === "warn";
      });
    }
    await waitFor(() => check()?.status === "warn");
    expect(check()?.words).toContain("Another program polls Telegram");
    // The other one has gone: the next poll stays open, and is answered.
    const before = polls.length;
    await waitFor(() => polls.length > before || check()?.status === "warn");
    stand.sandbox.personWrites(42, "/start");
    await waitFor(() => check()?.status === "ok");
    await waitFor(() => stand.answers(42).length === 1);
  });

  it("says that Telegram does not answer, and goes on by itself", async () => {
    stand.sandbox.addFault({ kind: "5xx_html", method: "getUpdates" });
    const { poller, check } = stand.setup();
    poller.start();
    await waitFor(() => check()?.status === "warn");
    expect(check()).toMatchObject({
      words: "Telegram does not say what people write (502).",
      remedy: expect.any(String),
    });
    stand.sandbox.clearFaults();
    stand.sandbox.personWrites(42, "/start");
    await waitFor(() => stand.answers(42).length === 1);
    expect(check()?.status).toBe("ok");
  });

  it("handles an update once, also when its answer cannot be sent", async () => {
    stand.sandbox.addFault({ kind: "403", chat_id: 13 });
    const { poller, lines } = stand.setup();
    stand.sandbox.personWrites(13, "/start");
    stand.sandbox.personWrites(42, "/start");
    poller.start();
    await waitFor(() => stand.answers(42).length === 1);
    await waitFor(() => stand.sandbox.stats().updates_waiting === 0);
    expect(stand.sandbox.stats().faults["403"]).toBe(1);
    expect(lines.join("")).toContain("somebody was not answered");
  });
});

describe("UpdatePoller and the delivery queue", () => {
  it("has an update again that was not handled, before those that came after it", async () => {
    const trouble = { times: 3 };
    const lease: { state: LeaseState } = { state: "held" };
    const { poller, calls } = stand.setup({
      lease,
      stand: {
        onCall: () => {
          if (trouble.times === 0) return;
          trouble.times -= 1;
          // Redis is away, and with it the lease; it is back for the next turn.
          lease.state = "unknown";
          setImmediate(() => {
            lease.state = "held";
          });
          throw new RedisUnavailableError("disconnected", "test");
        },
      },
    });
    stand.sandbox.personWrites(1, "/start");
    stand.sandbox.personWrites(2, "/start");
    poller.start();
    await waitFor(() => stand.answers(2).length === 1);
    expect(calls.map(([, chat]) => chat)).toEqual(["1", "1", "1", "1", "2"]);
    expect(stand.answers(1)).toHaveLength(1);
  });
});
