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
      language: null,
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

  it("puts an edited message in its place, and counts its bytes", () => {
    const book = new ChatBook({ ...roomy, keptBytesMax: 3000 });
    for (const id of [1, 2]) book.add(1, message(id));
    book.add(2, message(3));
    book.replace(1, message(1, "x".repeat(2000)));
    expect(kept(book, 1)).toEqual([1, 2]);
    expect(book.message(1, 1)?.text).toHaveLength(2000);
    expect(book.list(1)).toMatchObject([{ chat_id: 2 }]);
    book.add(2, message(4));
    expect([kept(book, 1), kept(book, 2)]).toEqual([[2], [3, 4]]);
    book.replace(1, message(1));
    book.replace(9, message(9));
    expect([kept(book, 1), book.size]).toEqual([[2], 2]);
  });

  it("remembers what language a person speaks", () => {
    const book = new ChatBook(roomy);
    expect(book.isKnown(1)).toBe(false);
    book.setLanguage(1, "de");
    expect([book.language(1), book.view(1).language, book.isKnown(1)]).toEqual(["de", "de", true]);
    book.setLanguage(1, undefined);
    expect([book.language(1), book.view(1).language]).toEqual([undefined, null]);
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
