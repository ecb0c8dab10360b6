import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FaultBook, faultProblem } from "../../src/model/faults.ts";

describe("FaultBook", () => {
  it("matches sendMessage of any chat by default, until deleted", () => {
    const book = new FaultBook(10);
    const { fault_id } = book.add({ kind: "403" });
    for (let call = 0; call < 50; call += 1) expect(book.take("sendMessage", call)?.kind).toBe("403");
    expect(book.take("getMe", undefined)).toBeUndefined();
    expect(book.list()).toMatchObject([{ fault_id, hits: 50, remaining: null, method: "sendMessage" }]);
    expect(book.remove(fault_id)).toBe(true);
    expect(book.remove(fault_id)).toBe(false);
    expect(book.take("sendMessage", 1)).toBeUndefined();
  });

  it("matches one chat, one method in any case, or every method", () => {
    const book = new FaultBook(10);
    book.add({ kind: "400", chat_id: 7 });
    book.add({ kind: "401", method: "GETME" });
    book.add({ kind: "hang", chat_id: 9, method: "*" });
    expect(book.take("sendMessage", 8)).toBeUndefined();
    expect(book.take("sendmessage", 7)?.kind).toBe("400");
    expect(book.take("getMe", undefined)?.kind).toBe("401");
    expect(book.take("sendChatAction", 9)?.kind).toBe("hang");
  });

  it("takes the oldest that matches, and a spent one makes room for the next", () => {
    const book = new FaultBook(2);
    book.add({ kind: "429", count: 1, retry_after: 3 });
    book.add({ kind: "403", count: 1 });
    expect(book.isFull).toBe(true);
    expect(book.take("sendMessage", 1)?.kind).toBe("429");
    expect(book.isFull).toBe(false);
    expect(book.take("sendMessage", 1)?.kind).toBe("403");
    expect(book.take("sendMessage", 1)).toBeUndefined();
    expect(book.list()).toEqual([]);
  });

  it("spoils exactly as many calls as asked for", () => {
    const counts = fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 8 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 0, max: 200 }), (asked, calls) => {
        const book = new FaultBook(10);
        for (const count of asked) book.add({ kind: "hang", count });
        let hits = 0;
        for (let call = 0; call < calls; call += 1) if (book.take("sendMessage", 1) !== undefined) hits += 1;
        const total = asked.reduce((sum, count) => sum + count, 0);
        expect(hits).toBe(Math.min(calls, total));
      }),
    );
  });

  it("knows what a migration cannot do without", () => {
    expect(faultProblem({ kind: "migrate" })).toContain("migrate_to_chat_id");
    expect(faultProblem({ kind: "migrate", migrate_to_chat_id: -1001 })).toBeUndefined();
  });
});
