import { describe, expect, it } from "vitest";
import { ChatBook } from "../../src/model/chats.ts";
import type { SandboxMessage } from "../../src/model/types.ts";

const roomy = { messagesPerChat: 3, chatsMax: 3, keptBytesMax: 1_000_000 };

function message(id: number, text = "hi"): SandboxMessage {
  return { message_id: id, from: "bot", text, date_ms: 0 };
}

function kept(book: ChatBook, chatId: number): number[] {
  return book.view(chatId).messages.map(({ message_id }) => message_id);
}

describe("ChatBook", () => {
  it("answers for a chat nobody wrote in, without creating it", () => {
    const book = new ChatBook(roomy);
    expect(book.view(42)).toEqual({
      chat_id: 42,
      title: "Person 42",
      kind: "private",
      blocked: false,
      messages: [],
    });
    expect(book.view(-42).kind).toBe("group");
    expect(book.size).toBe(0);
  });

  it("keeps the newest messages of a chat and counts all of them", () => {
    const book = new ChatBook(roomy);
    for (let id = 1; id <= 10; id += 1) book.add(1, message(id));
    expect(kept(book, 1)).toEqual([8, 9, 10]);
    expect(book.list(10)).toMatchObject([{ chat_id: 1, messages: 10, last: { message_id: 10 } }]);
  });

  it("lists the newest activity first and forgets the chat silent for longest", () => {
    const book = new ChatBook(roomy);
    for (const chatId of [1, 2, 3, 1, 4]) book.add(chatId, message(chatId));
    expect(book.list(10).map(({ chat_id }) => chat_id)).toEqual([4, 1, 3]);
    expect(book.list(1).map(({ chat_id }) => chat_id)).toEqual([4]);
    expect(book.forgotten).toBe(1);
    expect(kept(book, 2)).toEqual([]);
  });

  it("gives up old history under pressure of bytes, but neither a chat nor its last message nor its count", () => {
    const book = new ChatBook({ messagesPerChat: 200, chatsMax: 100, keptBytesMax: 60_000 });
    for (let id = 1; id <= 400; id += 1) book.add(1 + (id % 4), message(id, "x".repeat(400)));
    expect(book.forgotten).toBe(0);
    expect(book.list(10).map(({ messages }) => messages)).toEqual([100, 100, 100, 100]);
    const total = [1, 2, 3, 4].reduce((sum, chatId) => sum + kept(book, chatId).length, 0);
    expect(total).toBeGreaterThanOrEqual(4);
    expect(total).toBeLessThanOrEqual(60);
    for (const { last } of book.list(10)) expect(last).not.toBeNull();
  });

  it("says whether blocking changed anything", () => {
    const book = new ChatBook(roomy);
    expect(book.setBlocked(1, false)).toBe(false);
    expect(book.setBlocked(1, true)).toBe(true);
    expect(book.setBlocked(1, true)).toBe(false);
    expect(book.isBlocked(1)).toBe(true);
    book.clear();
    expect(book.isBlocked(1)).toBe(false);
  });
});
