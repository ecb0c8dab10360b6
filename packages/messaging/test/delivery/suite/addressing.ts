import { describe, expect, it } from "vitest";
import { copyIdOf } from "../../../src/delivery/record.ts";
import type { Settlement, Taken } from "../../../src/delivery/taken.ts";
import { openQueue, type Queue, type Server, sent, work } from "../queue-fixture.ts";

const linked = { mustBeLinked: true };

/** Writes down whose chats these are, as linking does. */
async function link({ client, keys }: Queue, user: string, ...chats: string[]): Promise<void> {
  await client.zadd(keys.recipients, 0, user);
  await client.hset(keys.recipient + user, "chats", chats.join(","));
  for (const chat of chats) await client.hset(keys.chat + chat, "users", JSON.stringify([user]));
  for (const chat of chats) await client.zadd(keys.chats, "+inf", chat);
}

async function wishes({ client, keys }: Queue, chat: string, fields: Record<string, string>): Promise<void> {
  await client.zadd(keys.chats, "+inf", chat);
  await client.hset(keys.chat + chat, fields);
}

/** Takes what there is and sends it. Resolves with `id to chat`, in order. */
async function sendAll(queue: Queue): Promise<string[]> {
  const arrived: string[] = [];
  await work(queue.worker(), (taken: Taken): Settlement => {
    arrived.push(`${taken.id} to ${taken.lane}`);
    return sent(taken);
  });
  return arrived;
}

/** Where messages of recipients go, and when. */
export function addressingSuite(server: () => Server): void {
  describe("addressing", () => {
    it("sends to the chat of a recipient, whatever the recipient is called", async () => {
      const queue = openQueue(server());
      await link(queue, "shop user/7", "-100500");
      await link(queue, "42", "777");
      await queue.admit(queue.draft("shop user/7", { id: "a", ...linked }), queue.draft("42", { id: "b" }));
      expect((await sendAll(queue)).sort()).toEqual(["a to -100500", "b to 777"]);
      expect(await queue.desk.read("a")).toMatchObject({
        lane: "shop user/7",
        chat: "-100500",
        state: "sent",
      });
    });

    it("sends to each chat, in order in each, and each copy has a record of its own", async () => {
      const queue = openQueue(server());
      await link(queue, "u", "1", "2", "3");
      await queue.admit(...["a", "b"].map((id) => queue.draft("u", { id, ...linked })));
      const arrived = await sendAll(queue);
      for (const chat of ["2", "3"])
        expect(arrived.filter((line) => line.endsWith(`to ${chat}`))).toEqual([
          `a~${chat} to ${chat}`,
          `b~${chat} to ${chat}`,
        ]);
      expect(arrived.filter((line) => line.endsWith("to 1"))).toEqual(["a to 1", "b to 1"]);
      expect(await queue.desk.read("a")).toMatchObject({ chat: "1", copies: ["2", "3"] });
      expect(await queue.desk.read(copyIdOf("a", "3"))).toMatchObject({
        lane: "u",
        chat: "3",
        state: "sent",
      });
      const { items } = await queue.desk.list({ lane: "u", limit: 10 });
      expect(items).toHaveLength(6);
    });

    it("takes an integer without a link for the chat itself", async () => {
      const queue = openQueue(server());
      await link(queue, "another", "1");
      await queue.admit(queue.draft("42", { id: "a" }));
      expect(await sendAll(queue)).toEqual(["a to 42"]);
    });

    it("parks what has nobody to go to, and says so when it is accepted", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("u", { id: "a", ...linked }));
      expect(await queue.desk.read("a")).toMatchObject({ state: "parked", reason: "unlinked" });
      expect((await queue.desk.read("a"))?.chat).toBeUndefined();
      const [answer] = await queue.acceptance.accept([
        { ...queue.draft("u", { id: "b", ...linked }), door: "queue" },
      ]);
      expect(answer).toMatchObject({ kind: "accepted", unlinked: true });
      await link(queue, "u", "1");
      const [later] = await queue.acceptance.accept([
        { ...queue.draft("u", { id: "c", ...linked }), door: "queue" },
      ]);
      expect(later).toEqual({ kind: "accepted", state: "accepted", receivers: 0 });
      expect(await queue.worker().take(5)).toMatchObject({ messages: [] });
    });

    it("decides where something scheduled goes when it is due", async () => {
      const queue = openQueue(server());
      const dueMs = Date.now() + 300;
      await queue.admit(queue.draft("u", { id: "a", dueMs, ...linked }));
      expect(await queue.state("a")).toBe("scheduled");
      await link(queue, "u", "5");
      await expect.poll(() => sendAll(queue), { timeout: 5000 }).toEqual(["a to 5"]);
    });

    it("does not send a copy again to a chat that is not its recipient's any more", async () => {
      const queue = openQueue(server());
      await link(queue, "u", "1", "2");
      await queue.admit(queue.draft("u", { id: "a", ...linked }));
      await work(queue.worker(), ({ id, token }) => ({ id, token, kind: "failed", reason: "refused" }));
      await link(queue, "u", "1");
      await queue.desk.resend("a");
      await queue.desk.resend("a~2");
      expect(await sendAll(queue)).toEqual(["a to 1"]);
      expect(await queue.desk.read("a~2")).toMatchObject({ state: "parked", reason: "unlinked" });
    });

    it("cancels the copies with what they are copies of", async () => {
      const queue = openQueue(server());
      await link(queue, "u", "1", "2");
      await queue.admit(queue.draft("u", { id: "a", ...linked }));
      expect(await queue.desk.cancel("a")).toEqual({ kind: "cancelled", partsSent: 0 });
      expect(await queue.state("a~2")).toBe("cancelled");
      expect(await sendAll(queue)).toEqual([]);
    });

    it("replaces in each chat what waits there under the same key", async () => {
      const queue = openQueue(server());
      await link(queue, "u", "1", "2");
      await queue.admit(
        queue.draft("u", { id: "a", replaceKey: "k", ...linked }),
        queue.draft("u", { id: "b", replaceKey: "k", ...linked }),
      );
      expect((await sendAll(queue)).sort()).toEqual(["b to 1", "b~2 to 2"]);
      expect(await queue.state("a~2")).toBe("superseded");
    });

    it("follows a chat to its new id, with its recipients and their wishes", async () => {
      const queue = openQueue(server());
      await link(queue, "u", "-5");
      await wishes(queue, "-5", { "off:news": "1" });
      await queue.admit(queue.draft("u", { id: "a", ...linked }));
      await work(queue.worker(), ({ id, token }) => ({ id, token, kind: "migrated", lane: "-1005" }), 1);
      expect(await sendAll(queue)).toEqual(["a to -1005"]);
      expect(await queue.client.hget(`${queue.keys.recipient}u`, "chats")).toBe("-1005");
      expect(await queue.client.hget(`${queue.keys.chat}-1005`, "off:news")).toBe("1");
      await queue.admit(queue.draft("u", { id: "b", ...linked }));
      expect(await sendAll(queue)).toEqual(["b to -1005"]);
    });
  });

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
      expect(await queue.worker().releaseLane("1")).toBe(2);
      expect(await sendAll(queue)).toEqual(["a to 1", "b to 1"]);
    });

    it("comes back by whoever may bring it back", async () => {
      const queue = openQueue(server());
      const release = async (reason: string, by: "message" | "start" | "operator") => {
        await queue.client.hset(`${queue.keys.laneState}1`, "unreachable", reason);
        await queue.admit(queue.draft("1"));
        await queue.worker().releaseLane("1", by);
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
      expect(await queue.worker().releaseLane("7", "start")).toBe(0);
      expect(await queue.client.lrange(`${queue.keys.parkedLane}7`, 0, -1)).toEqual(["a", "b"]);
      expect(await queue.desk.read("a")).toMatchObject({ state: "parked", revision: 2 });
    });

    it("keeps nothing in its lane that comes back from an attempt", async () => {
      const queue = openQueue(server());
      await queue.admit(queue.draft("1", { id: "a" }));
      const worker = queue.worker();
      const [taken] = (await worker.take(1)).messages;
      if (!taken) throw new Error("nothing was taken");
      await queue.client.hset(`${queue.keys.laneState}1`, "unreachable", "stopped");
      await worker.settle([{ id: "a", token: taken.token, kind: "limited", retryAfterMs: 0 }]);
      expect(await queue.desk.read("a")).toMatchObject({ state: "parked", reason: "stopped" });
      await worker.releaseLane("1", "start");
      expect(await sendAll(queue)).toEqual(["a to 1"]);
    });
  });
}
