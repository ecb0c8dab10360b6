import { describe, expect, it } from "vitest";
import { Recipients } from "../../../src/recipients/recipients.ts";
import { link, linked, sendAll, wishes } from "../people-fixture.ts";
import { openQueue, retry, type Server, sent, work } from "../queue-fixture.ts";

/** What people want when, and what happens while nobody can be reached. */
export function reachingSuite(server: () => Server): void {
  describe("wishes of a chat", () => {
    it("lets only what is urgent through while it is muted, and the rest in order afterwards", async () => {
      const queue = openQueue(server());
      await wishes(queue, "1", { muted: String(Date.now() + 400) });
      await queue.admit(queue.draft("1", { id: "a" }), queue.draft("1", { id: "b" }));
      const first = await queue.worker().take(5);
      expect(first.messages).toEqual([]);
      expect(first.waitMs).toBeGreaterThan(0);
      expect(first.waitMs).toBeLessThanOrEqual(400);
      await queue.admit(queue.draft("1", { id: "now", priority: "urgent" }));
      expect(await sendAll(queue)).toEqual(["now to 1"]);
      const later: string[] = [];
      await expect
        .poll(
          async () => {
            later.push(...(await sendAll(queue)));
            return later;
          },
          { timeout: 5000 },
        )
        .toEqual(["a to 1", "b to 1"]);
    });

    it("lets nothing else out with what is urgent and ends unsent", async () => {
      const queue = openQueue(server());
      await wishes(queue, "1", { muted: String(Date.now() + 60_000), "off:news": "1" });
      await queue.admit(queue.draft("1", { id: "a" }));
      const urgent = { priority: "urgent" } as const;
      await queue.admit(queue.draft("1", { id: "b", ...urgent }));
      await queue.desk.cancel("b");
      expect(await sendAll(queue)).toEqual([]);
      await queue.admit(queue.draft("1", { id: "c", category: "news", ...urgent }));
      expect(await sendAll(queue)).toEqual([]);
      expect(await queue.state("a")).toBe("queued");
    });

    it("does not end Telegram's own pause when a wish changes", async () => {
      const queue = openQueue(server());
      const chats = queue.chats;
      await queue.admit(queue.draft("1", { id: "a" }));
      await work(
        queue.worker(),
        ({ id, token }) => ({ id, token, kind: "limited", retryAfterMs: 60_000 }),
        1,
      );
      await chats.setPreferences("1", { categories: { news: false } });
      await chats.stop("1");
      await queue.chats.back("1", "start");
      expect((await queue.worker().take(5)).messages).toEqual([]);
    });

    it("keeps quiet between two minutes of the person's day", async () => {
      const queue = openQueue(server());
      const minute = Math.floor(Date.now() / 60_000) % 1440;
      const at = (minutes: number) => (minute + minutes + 2880) % 1440;
      const kept = async (chat: string, quiet: string) => {
        await wishes(queue, chat, { quiet });
        await queue.admit(queue.draft(chat));
        return (await sendAll(queue)).length === 0;
      };
      expect(await kept("1", `${at(-10)}-${at(10)}:0`)).toBe(true);
      expect(await kept("2", `${at(5)}-${at(10)}:0`)).toBe(false);
      expect(await kept("3", `${at(-20)}-${at(-5)}:0`)).toBe(false);
      expect(await kept("4", `${at(110)}-${at(130)}:120`)).toBe(true);
      expect(await kept("5", `${at(-310)}-${at(-290)}:-300`)).toBe(true);
      expect(await kept("6", `${at(0)}-${at(0)}:0`)).toBe(false);
    });

    it("ends what the person opted out of", async () => {
      const queue = openQueue(server());
      await wishes(queue, "1", { "off:news": "1" });
      await queue.admit(
        queue.draft("1", { id: "a", category: "news" }),
        queue.draft("1", { id: "b", category: "orders" }),
        queue.draft("2", { id: "c", category: "news" }),
      );
      expect((await sendAll(queue)).sort()).toEqual(["b to 1", "c to 2"]);
      expect(await queue.desk.read("a")).toMatchObject({ state: "cancelled", reason: "opted_out" });
      expect((await queue.client.zrange(queue.keys.categories, "0", "-1")).sort()).toEqual([
        "news",
        "orders",
      ]);
    });
  });

  describe("a suspended chat", () => {
    it("is told for each of its recipients when Telegram says that nobody is there", async () => {
      const queue = openQueue(server());
      await link(queue, "u", "1");
      await queue.admit(queue.draft("u", { id: "a", ...linked }), queue.draft("u", { id: "b", ...linked }));
      await work(
        queue.worker(),
        ({ id, token }) => ({ id, token, kind: "unreachable", reason: "blocked" }),
        1,
      );
      expect(await queue.state("b")).toBe("parked");
      const entries = await queue.client.xrange(queue.keys.events, "-", "+");
      const told = entries.map(([, fields]) => fields.join(" ")).filter((text) => text.startsWith("event "));
      expect(told).toEqual([
        expect.stringMatching(/^event suspended user_id u chat_id 1 at_ms \d+ reason blocked$/),
      ]);
      expect(await queue.chats.back("1", "message")).toBe(2);
      expect(await sendAll(queue)).toEqual(["a to 1", "b to 1"]);
    });

    it("comes back by whoever may bring it back", async () => {
      const queue = openQueue(server());
      const release = async (reason: string, by: "message" | "start" | "operator") => {
        await queue.isAway("1", reason);
        await queue.admit(queue.draft("1"));
        await queue.chats.back("1", by);
        return (await sendAll(queue)).length > 0;
      };
      expect(await release("blocked", "message")).toBe(true);
      expect(await release("stopped", "message")).toBe(false);
      expect(await release("stopped", "start")).toBe(true);
      expect(await release("suspended", "start")).toBe(false);
      expect(await release("suspended", "operator")).toBe(true);
    });

    it("keeps what is for nobody parked, in order, though its number is a chat that comes back", async () => {
      const queue = openQueue(server());
      for (const id of ["a", "b"]) await queue.admit(queue.draft("7", { id, ...linked }));
      expect(await queue.chats.back("7", "start")).toBe(0);
      expect(await queue.client.lrange(`${queue.keys.parkedLane}@7`, 0, -1)).toEqual(["a", "b"]);
      expect(await queue.desk.read("a")).toMatchObject({ state: "parked", revision: 2 });
    });

    it("stays suspended when Telegram gives it another id, and keeps its order", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("-5", { id: "a" }), queue.draft("-5", { id: "b" }));
      const worker = queue.worker();
      const [taken] = (await worker.take(1)).messages;
      await queue.chats.stop("-5");
      await worker.settle([{ id: "a", token: taken?.token ?? 0, kind: "migrated", lane: "-1005" }]);
      expect(await sendAll(queue)).toEqual([]);
      await queue.chats.back("-1005", "start");
      expect(await sendAll(queue)).toEqual(["a to -1005", "b to -1005"]);
    });

    it("gets no further parts of what was begun before", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "a" }));
      const worker = queue.worker();
      const [taken] = (await worker.take(1)).messages;
      if (!taken) throw new Error("nothing was taken");
      await queue.chats.stop("1");
      await worker.settle([{ id: "a", token: taken.token, kind: "sent", messageId: 7, parts: 2 }]);
      expect(await queue.desk.read("a")).toMatchObject({ state: "parked", partsSent: 1 });
      await queue.chats.back("1", "start");
      expect((await worker.take(1)).messages).toMatchObject([{ id: "a", partsSent: 1 }]);
    });

    it("stays stopped though an attempt under way finds that the bot is blocked", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "a" }));
      const worker = queue.worker();
      const [taken] = (await worker.take(1)).messages;
      await queue.chats.stop("1");
      await worker.settle([{ id: "a", token: taken?.token ?? 0, kind: "unreachable", reason: "blocked" }]);
      await queue.chats.back("1", "message");
      expect(await queue.state("a")).toBe("parked");
    });

    it("keeps nothing in its lane that comes back from an attempt", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "a" }));
      const worker = queue.worker();
      const [taken] = (await worker.take(1)).messages;
      if (!taken) throw new Error("nothing was taken");
      await queue.chats.stop("1");
      await worker.settle([{ id: "a", token: taken.token, kind: "limited", retryAfterMs: 0 }]);
      expect(await queue.desk.read("a")).toMatchObject({ state: "parked", reason: "stopped" });
      await queue.chats.back("1", "start");
      expect(await sendAll(queue)).toEqual(["a to 1"]);
    });

    it("is followed though nothing is known of it any more but that it wished something once", async () => {
      const queue = openQueue(server());
      const chats = queue.chats;
      await chats.setPreferences("-1", { mutedUntilMs: Date.now() + 60_000 });
      await chats.setPreferences("-1", { mutedUntilMs: null });
      await queue.admit(queue.draft("-1", { id: "a" }));
      await work(queue.worker(), ({ id, token }) => ({ id, token, kind: "migrated", lane: "-2" }), 1);
      expect(await sendAll(queue)).toEqual(["a to -2"]);
    });

    it("takes what was begun along to its new id", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("-1", { id: "a" }), queue.draft("-1", { id: "b" }));
      await work(queue.worker(), retry({ counted: true }), 1);
      await queue.chats.moved("-1", "-2");
      await expect.poll(() => sendAll(queue)).toEqual(["a to -2", "b to -2"]);
    });

    it("goes on when it was unlinked from its own number while a message was under way", async () => {
      const queue = openQueue(server());
      await link(queue, "42", "42");
      await queue.admit(queue.draft("42", { id: "a" }));
      const worker = queue.worker();
      const [taken] = (await worker.take(1)).messages;
      await new Recipients({ redis: queue.link, prefix: queue.prefix }).unlink("42", "42");
      if (taken) await worker.settle([sent(taken)]);
      await queue.admit(queue.draft("42", { id: "b" }));
      expect(await sendAll(queue)).toEqual(["b to 42"]);
    });
  });
}
