import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { useSending } from "./sending-stand.ts";

const { messages, numbered, queue, sandbox, started, texts } = useSending();

describe("sending", () => {
  it("brings every message of every chat, in order and once", async () => {
    const { metric } = await started();
    const chats = Array.from({ length: 10 }, (_, index) => index + 1);
    await queue().admit(...chats.flatMap((chat) => numbered(chat, 20)));
    await waitFor(() => chats.every((chat) => messages(chat).length >= 20));
    for (const chat of chats) expect(texts(chat)).toEqual(numbered(chat, 20).map(({ message }) => message));
    await waitFor(async () => (await metric('settled_total{kind="sent"')) === 200);
    expect(await metric("delivery_seconds_count")).toBe(200);
    expect(await metric("sends_in_flight")).toBe(0);
  });

  it("carries the options", async () => {
    await started();
    const buttons = [[{ text: "open", url: "https://example.org/" }]];
    const options = { format: "html", silent: true, protect: true, thread_id: 5, buttons } as const;
    await queue().admit({ user_id: 42, message: "<b>bold</b>", ...options });
    await waitFor(() => texts(42).length === 1);
    expect(messages(42)[0]).toMatchObject({
      text: "bold",
      silent: true,
      protected: true,
      thread_id: 5,
      buttons,
      entities: [{ type: "bold", offset: 0, length: 4 }],
    });
  });

  it("brings each part of a long text once, and goes on at the one that failed", async () => {
    await started();
    const message = Array.from({ length: 2600 }, (_, index) => `${index} `).join("");
    const leave = sandbox().onMessage((chatId) => {
      leave();
      if (chatId === 42) sandbox().addFault({ kind: "5xx_json", count: 1 });
    });
    const [id = ""] = await queue().admit({ user_id: 42, message }, { user_id: 42, message: "after it" });
    await queue().reached(id, "sent");
    await waitFor(() => texts(42).length === 4);
    const parts = texts(42).slice(0, -1);
    // Telegram drops white space at the edges of a message.
    expect(parts.join(" ").split(/\s+/)).toEqual(message.trim().split(" "));
    expect(texts(42).at(-1)).toBe("after it");
    expect(sandbox().stats().faults["5xx_json"]).toBe(1);
  });

  it("waits as long as Telegram wants, and no attempt is used", async () => {
    await started();
    sandbox().addFault({ kind: "429", retry_after: 1, count: 1, chat_id: 42 });
    const [id = ""] = await queue().admit(...numbered(42, 3));
    await queue().admit({ user_id: 7, message: "of another chat" });
    await waitFor(() => texts(7).length === 1);
    expect(texts(42)).toEqual([]);
    await waitFor(() => texts(42).length === 3);
    expect(texts(42)).toEqual(["0", "1", "2"]);
    expect((await queue().record(id)).attempts).toBe(1);
  });

  it("parks what is for one who cannot be reached, and lets it go in order when they are back", async () => {
    const { sender } = await started();
    sandbox().block(42);
    const ids = await queue().admit(...numbered(42, 3));
    for (const id of ids) await queue().reached(id, "parked");
    expect(sandbox().stats().refused["403"]).toBe(1);
    sandbox().unblock(42);
    expect(await queue().chats.back("42", "message")).toBe(3);
    sender.wake();
    await waitFor(() => texts(42).length === 3);
    expect(texts(42)).toEqual(["0", "1", "2"]);
  });

  it("follows a group to its new id, and remembers it", async () => {
    await started();
    sandbox().addFault({ kind: "migrate", chat_id: -5, migrate_to_chat_id: -1009 });
    await queue().admit(...numbered(-5, 3));
    await waitFor(() => texts(-1009).length === 3);
    await queue().admit({ user_id: -5, message: "later" });
    await waitFor(() => texts(-1009).length === 4);
    expect(texts(-1009)).toEqual(["0", "1", "2", "later"]);
    expect(sandbox().stats().faults.migrate).toBe(1);
  });

  it("sends markup that cannot be read as it was written, and without a topic that is gone", async () => {
    await started();
    const description = "Bad Request: message thread not found";
    sandbox().addFault({ kind: "400", description, chat_id: 7, count: 1 });
    await queue().admit(
      { user_id: 42, message: "1 < 2", format: "html" },
      { user_id: 7, message: "to a topic", thread_id: 5 },
    );
    await waitFor(() => texts(42).length === 1 && texts(7).length === 1);
    expect([texts(42), texts(7)]).toEqual([["1 < 2"], ["to a topic"]]);
    expect(messages(7)[0]).not.toHaveProperty("thread_id");
  });

  it("gives up what Telegram refuses for itself, and goes on", async () => {
    const { metric, lines } = await started();
    sandbox().addFault({ kind: "400", description: "Bad Request: BUTTON_URL_INVALID", count: 1 });
    const [bad = "", good = ""] = await queue().admit(...numbered(42, 2));
    await queue().reached(good, "sent");
    expect(await queue().record(bad)).toMatchObject({ state: "failed", reason: "bad_buttons" });
    expect(await metric('sends_total{outcome="refused",reason="bad_buttons"')).toBe(1);
    expect(lines.join("")).toContain("a message was given up");
  });

  it("holds what may have arrived where that is asked for", async () => {
    await started();
    sandbox().addFault({ kind: "reset_after", count: 1, chat_id: 42 });
    const [id = ""] = await queue().admit({ user_id: 42, message: "once at most", on_unknown: "hold" });
    await queue().admit({ user_id: 42, message: "next" });
    await queue().reached(id, "held");
    await waitFor(() => texts(42).length === 2);
    expect(texts(42)).toEqual(["once at most", "next"]);
  });

  it("gives up after MAX_ATTEMPTS of which none was answered", async () => {
    await started({ env: { MAX_ATTEMPTS: "2" } });
    sandbox().addFault({ kind: "reset_before", chat_id: 42 });
    const [id = ""] = await queue().admit({ user_id: 42, message: "never" });
    await queue().reached(id, "failed");
    expect(await queue().record(id)).toMatchObject({ reason: "connection_lost", attempts: 2 });
    expect(sandbox().stats().faults.reset_before).toBe(2);
  });
});

describe("sending while Telegram is in trouble", () => {
  it("stops for a refused token, says so, uses no attempt, and goes on when it is let in again", async () => {
    const { telegramCheck } = await started();
    sandbox().addFault({ kind: "401", method: "*" });
    const ids = await queue().admit(...numbered(42, 2), ...numbered(7, 2));
    await waitFor(() => telegramCheck()?.words.includes("refuses the bot token (401)"));
    expect(telegramCheck()?.status).toBe("fail");
    const before = sandbox().stats().faults["401"] ?? 0;
    sandbox().clearFaults();
    for (const id of ids) await queue().reached(id, "sent");
    // The sends that were under way, and getMe: the storm ended with the first refusals.
    expect(before).toBeLessThanOrEqual(5);
    expect([texts(42), texts(7)]).toEqual([
      ["0", "1"],
      ["0", "1"],
    ]);
    for (const id of ids) expect((await queue().record(id)).attempts).toBe(1);
    expect(telegramCheck()?.status).toBe("ok");
  });

  it("opens the circuit when several chats fail, tries one at a time, and then lets go of the delayed", async () => {
    const { telegramCheck, metric, watch } = await started({ env: { SEND_CONCURRENCY: "4" } });
    sandbox().addFault({ kind: "5xx_html" });
    const chats = Array.from({ length: 20 }, (_, index) => index + 1);
    const ids = await queue().admit(...chats.map((chat) => ({ user_id: chat, message: "hi" })));
    await waitFor(() => watch.circuitState !== "closed");
    await waitFor(() => telegramCheck()?.words.includes("do not get through"));
    const during = sandbox().stats().faults["5xx_html"] ?? 0;
    // Two that failed, four that were under way with the third, and one to see.
    expect(during).toBeLessThanOrEqual(7);
    sandbox().clearFaults();
    for (const id of ids) await queue().reached(id, "sent");
    for (const chat of chats) expect(texts(chat)).toEqual(["hi"]);
    expect([telegramCheck()?.status, await metric("circuit_state")]).toEqual(["ok", 0]);
  });

  it("lets one chat's trouble be its own", async () => {
    const { watch } = await started();
    sandbox().addFault({ kind: "5xx_json", chat_id: 13 });
    await queue().admit(...numbered(13, 20));
    const chats = Array.from({ length: 10 }, (_, index) => index + 100);
    await queue().admit(...chats.flatMap((chat) => numbered(chat, 5)));
    await waitFor(() => chats.every((chat) => messages(chat).length === 5));
    expect([watch.circuitState, texts(13)]).toEqual(["closed", []]);
  });

  it("ends calls that hang, and others do not wait for them", async () => {
    await started({ env: { SEND_TIMEOUT_MS: "1000" } });
    sandbox().addFault({ kind: "hang", chat_id: 13, count: 1 });
    const [id = ""] = await queue().admit({ user_id: 13, message: "slow" });
    await queue().admit(...numbered(7, 3));
    await waitFor(() => texts(7).length === 3);
    await queue().reached(id, "sent");
    expect([texts(13), (await queue().record(id)).attempts]).toEqual([["slow"], 2]);
  });
});
