import { waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { postJson, type Stack, startStack } from "../src/stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ bots: 2 });
});
afterAll(() => stack.stop());

type Record = {
  state: string;
  message_id?: number;
  reason?: string;
  timeline: { what: string }[];
  [field: string]: unknown;
};

async function recordOf(id: string, query = ""): Promise<Record> {
  return (await (await fetch(`${stack.webUrl}/notifications/${id}${query}`)).json()) as Record;
}

async function change(path: string, method: "POST" | "DELETE"): Promise<{ status: number; body: unknown }> {
  const headers = { "x-bellwire": "test" };
  const response = await fetch(`${stack.webUrl}${path}`, { method, headers });
  return { status: response.status, body: await response.json() };
}

async function publish(fields: object): Promise<string> {
  const { status, body } = await postJson(`${stack.webUrl}/notifications`, fields);
  expect(status, JSON.stringify(body)).toBe(202);
  return String(body.id);
}

describe("what became of a notification", () => {
  it.each(["channel", "queue", "stream"])("is told to who waits, by %s", async (via) => {
    const id = await publish({ user_id: 1, message: `by ${via}`, via });
    const record = await recordOf(id, "?wait=10");
    expect(record).toMatchObject({ id, user_id: 1, message: `by ${via}`, via, state: "sent" });
    expect(record.message_id).toBeGreaterThan(0);
    expect(stack.received(1)).toContain(`by ${via}`);
  });

  it("is told of each item of a batch, the bad ones not hindering the good", async () => {
    const items = [
      { user_id: 2, message: "one" },
      { user_id: "..", message: "two" },
      { user_id: 2, message: "three", id: "batch-three" },
    ];
    const { status, body } = await postJson(`${stack.webUrl}/notifications/batch`, items);
    expect(status).toBe(202);
    expect(body).toMatchObject({
      accepted: 2,
      rejected: 1,
      items: [
        { index: 0, id: expect.any(String) },
        { index: 1, code: "invalid_notification" },
        { index: 2, id: "batch-three" },
      ],
    });
    await recordOf("batch-three", "?wait=10");
    expect(stack.received(2)).toEqual(["one", "three"]);
  });

  it("is told to who listens to the events, in order", async () => {
    const listening = new AbortController();
    const stream = await fetch(`${stack.webUrl}/events`, { signal: listening.signal });
    const id = await publish({ user_id: 3, message: "watched", via: "queue" });
    const states: string[] = [];
    const decoder = new TextDecoder();
    let text = "";
    for await (const piece of stream.body ?? []) {
      text += decoder.decode(piece as Uint8Array, { stream: true });
      const lines = text.split("\n");
      text = lines.pop() ?? "";
      for (const line of lines.filter((one) => one.startsWith("data:"))) {
        const event = JSON.parse(line.slice("data:".length)) as { id?: string; state: string };
        if (event.id === id) states.push(event.state);
      }
      if (states.includes("sent")) break;
    }
    listening.abort();
    expect(states).toEqual(["accepted", "queued", "sending", "sent"]);
  });

  it("is that a person who blocked the bot has it after coming back, in order", async () => {
    stack.sandbox.block(4);
    const ids: string[] = [];
    for (const message of ["first", "second", "third"])
      ids.push(await publish({ user_id: 4, message, via: "stream" }));
    await waitFor(async () => (await Promise.all(ids.map((id) => recordOf(id)))).every(isParked));
    stack.sandbox.openDeepLink(4);
    await waitFor(() => stack.received(4).includes("third"));
    const texts = stack.received(4).filter((text) => ["first", "second", "third"].includes(text));
    expect(texts).toEqual(["first", "second", "third"]);
  });

  it("is nothing, when it was cancelled in time", async () => {
    const send_at = new Date(Date.now() + 3_600_000).toISOString();
    const id = await publish({ user_id: 5, message: "never", send_at });
    await waitFor(async () => (await recordOf(id)).state === "scheduled");
    expect(await change(`/notifications/${id}`, "DELETE")).toMatchObject({
      status: 200,
      body: { state: "cancelled" },
    });
    expect(await change(`/notifications/${id}`, "DELETE")).toMatchObject({
      status: 409,
      body: { code: "already_ended" },
    });
    expect(stack.received(5)).toEqual([]);
  });

  it("is a dead letter where Telegram refuses it for good, until somebody sends it again", async () => {
    const description = "Bad Request: message is too long";
    stack.sandbox.addFault({ kind: "400", chat_id: 6, count: 1, description });
    const id = await publish({ user_id: 6, message: "refused at first", via: "queue" });
    expect((await recordOf(id, "?wait=10")).state).toBe("failed");
    const letters = (await (await fetch(`${stack.webUrl}/dead-letters`)).json()) as {
      items: { id: string }[];
    };
    expect(letters.items.map((item) => item.id)).toContain(id);
    expect(await change(`/notifications/${id}/resend`, "POST")).toMatchObject({ status: 200 });
    expect((await recordOf(id, "?wait=10")).state).toBe("sent");
    expect(stack.received(6)).toEqual(["refused at first"]);
  });

  it("is held where its outcome is unknown and the publisher wants that, until it is confirmed", async () => {
    stack.sandbox.addFault({ kind: "reset_after", chat_id: 7, count: 1 });
    const id = await publish({ user_id: 7, message: "perhaps", on_unknown: "hold" });
    await waitFor(async () => (await recordOf(id)).state === "held");
    expect(await change(`/notifications/${id}/confirm`, "POST")).toMatchObject({
      status: 200,
      body: { state: "sent" },
    });
    expect(stack.received(7)).toEqual(["perhaps"]);
  });

  it("is at the group's new address, when the group has moved", async () => {
    stack.sandbox.addFault({ kind: "migrate", chat_id: -8, migrate_to_chat_id: -1001234567890, count: 1 });
    const first = await publish({ user_id: -8, message: "before", via: "queue" });
    await recordOf(first, "?wait=10");
    const second = await publish({ user_id: -8, message: "after", via: "queue" });
    await recordOf(second, "?wait=10");
    expect(stack.received(-1001234567890)).toEqual(["before", "after"]);
    expect(stack.received(-8)).toEqual([]);
  });

  it("looks as the publisher asked for", async () => {
    const id = await publish({
      user_id: 9,
      message: "<b>bold</b>",
      format: "html",
      silent: true,
      protect: true,
      thread_id: 5,
      buttons: [[{ text: "Open", url: "https://example.org/" }]],
    });
    await recordOf(id, "?wait=10");
    expect(stack.sandbox.chat(9).messages).toMatchObject([
      {
        text: "bold",
        entities: [{ type: "bold", offset: 0, length: 4 }],
        silent: true,
        protected: true,
        thread_id: 5,
        buttons: [[{ text: "Open", url: "https://example.org/" }]],
      },
    ]);
  });
});

function isParked({ state }: Record): boolean {
  return state === "parked";
}
