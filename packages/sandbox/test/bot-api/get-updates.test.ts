import { waitFor } from "@bellwire/testkit";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../src/index.ts";
import { call } from "../bot-client.ts";

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
beforeEach(() => sandbox.reset());
afterAll(() => sandbox.close());

/** Begins a long poll and waits until the sandbox has it. Wrapped, because awaiting this must not await the answer. */
async function beginPoll(signal?: AbortSignal) {
  const answer = call(sandbox, "getUpdates", { timeout: 50 }, signal);
  answer.catch(() => {});
  await waitFor(() => sandbox.stats().polling, { what: "the poll to open" });
  return { answer };
}

describe("getUpdates", () => {
  it("waits for what a person writes, and gives it again until it is confirmed", async () => {
    const poll = await beginPoll();
    sandbox.personWrites(42, "hello /help me");
    const { result } = await poll.answer;
    expect(result).toEqual([
      {
        update_id: expect.any(Number),
        message: {
          message_id: expect.any(Number),
          from: { id: 42, is_bot: false, first_name: "Person 42" },
          chat: { id: 42, first_name: "Person 42", type: "private" },
          date: expect.any(Number),
          text: "hello /help me",
          entities: [{ type: "bot_command", offset: 6, length: 5 }],
        },
      },
    ]);
    const again = await call(sandbox, "getUpdates");
    expect(again.result).toEqual(result);
    const [first] = result as { update_id: number }[];
    const confirmed = await call(sandbox, "getUpdates", { offset: (first?.update_id ?? 0) + 1 });
    expect(confirmed.result).toEqual([]);
    expect(sandbox.stats().updates_waiting).toBe(0);
  });

  it("ends an open poll with 409 when another one comes", async () => {
    const first = await beginPoll();
    const second = call(sandbox, "getUpdates", { timeout: 50 });
    expect(await first.answer).toMatchObject({
      status: 409,
      description:
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    });
    sandbox.openDeepLink(7, "order-1");
    expect((await second).result).toMatchObject([{ message: { text: "/start order-1" } }]);
  });

  it("loses nothing when the client of an open poll goes away", async () => {
    const leaving = new AbortController();
    const poll = await beginPoll(leaving.signal);
    leaving.abort();
    await expect(poll.answer).rejects.toThrow();
    await waitFor(() => !sandbox.stats().polling, { what: "the poll to be let go" });
    sandbox.personWrites(42, "still here");
    const next = await call(sandbox, "getUpdates", { timeout: 50 });
    expect(next.result).toMatchObject([{ message: { text: "still here" } }]);
  });

  it("announces blocking and return, each once", async () => {
    sandbox.block(42);
    sandbox.block(42);
    sandbox.openDeepLink(42);
    const { result } = await call(sandbox, "getUpdates");
    expect(result).toMatchObject([
      { my_chat_member: { chat: { id: 42 }, new_chat_member: { status: "kicked", user: { is_bot: true } } } },
      { my_chat_member: { new_chat_member: { status: "member" } } },
      { message: { text: "/start", entities: [{ type: "bot_command", offset: 0, length: 6 }] } },
    ]);
    expect((await call(sandbox, "getUpdates", { limit: 1 })).result).toHaveLength(1);
    expect((await call(sandbox, "getUpdates", { offset: -1 })).result).toHaveLength(1);
  });

  it("refuses a list of kinds that is none", async () => {
    expect(await call(sandbox, "getUpdates", { allowed_updates: '{"a":1}' })).toMatchObject({ status: 400 });
  });
});
