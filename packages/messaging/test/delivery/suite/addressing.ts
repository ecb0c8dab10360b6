import { describe, expect, it } from "vitest";
import { copyIdOf } from "../../../src/delivery/record.ts";
import { Chats } from "../../../src/recipients/chats.ts";
import { Recipients } from "../../../src/recipients/recipients.ts";
import { link, linked, sendAll, wishes } from "../people-fixture.ts";
import { openQueue, type Server, sent, work } from "../queue-fixture.ts";

/** Where messages of recipients go. */
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

    it("asks no stranger's chat that has the number of a user", async () => {
      const queue = openQueue(server());
      await link(queue, "42", "7");
      await new Chats({ redis: queue.link, prefix: queue.prefix }).stop("42");
      await queue.admit(queue.draft("42", { id: "a", dueMs: Date.now() + 300, ...linked }));
      expect(await queue.state("a")).toBe("scheduled");
      await expect.poll(() => sendAll(queue)).toEqual(["a to 7"]);
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
      const cancelled = { kind: "cancelled", state: "cancelled", partsSent: 0, copies: 1 };
      expect(await queue.desk.cancel("a")).toEqual(cancelled);
      expect(await queue.state("a~2")).toBe("cancelled");
      expect(await sendAll(queue)).toEqual([]);
      await queue.admit(queue.draft("u", { id: "b", ...linked }));
      const [taken] = (await queue.worker().take(1)).messages;
      if (taken) await queue.worker().settle([sent(taken)]);
      const copies = { kind: "cancelled", state: "sent", partsSent: 1, copies: 1 };
      expect(await queue.desk.cancel("b")).toEqual(copies);
      expect(await queue.desk.cancel("b")).toMatchObject({ kind: "already_ended" });
    });

    it("takes what waits along to the next chat, and back among the parked without one", async () => {
      const queue = openQueue(server());
      const people = new Recipients({ redis: queue.link, prefix: queue.prefix });
      await link(queue, "u", "1", "2");
      await queue.admit(...["a", "b"].map((id) => queue.draft("u", { id, ...linked })));
      await people.unlink("u", "1");
      expect(await queue.state("a~2")).toBe("cancelled");
      await people.unlink("u", "2");
      expect(await queue.desk.read("a")).toMatchObject({ state: "parked", reason: "unlinked" });
      const made = await people.createLink("u", { lifetimeMs: 60_000 });
      if (made.kind !== "created") throw new Error("no link was made");
      expect(await people.redeem(made.token, { id: "3", kind: "private" })).toMatchObject({ released: 2 });
      expect(await sendAll(queue)).toEqual(["a to 3", "b to 3"]);
    });

    it("brings nothing twice into one chat when an attempt comes back from one that was unlinked", async () => {
      const queue = openQueue(server());
      const people = new Recipients({ redis: queue.link, prefix: queue.prefix });
      await link(queue, "u", "1", "2");
      await queue.admit(queue.draft("u", { id: "a", ...linked }));
      const worker = queue.worker();
      const taken = (await worker.take(5)).messages;
      const [main, copy] = ["a", "a~2"].map((id) => taken.find((one) => one.id === id));
      if (!main || !copy) throw new Error("two were to be taken");
      await people.unlink("u", "1");
      await worker.settle([sent(copy), { id: "a", token: main.token, kind: "returned", reason: "lost" }]);
      expect(await sendAll(queue)).toEqual([]);
      expect(await queue.desk.read("a")).toMatchObject({ state: "cancelled", reason: "unlinked" });
    });

    it("sends nothing more to a chat that was unlinked while a message was under way", async () => {
      const queue = openQueue(server());
      const people = new Recipients({ redis: queue.link, prefix: queue.prefix });
      await link(queue, "u", "1", "2");
      await queue.client.hset(`${queue.keys.recipient}u`, "chats", "1");
      await queue.admit(queue.draft("u", { id: "a", ...linked }));
      const worker = queue.worker();
      const [taken] = (await worker.take(1)).messages;
      await queue.client.hset(`${queue.keys.recipient}u`, "chats", "1,2");
      await people.unlink("u", "1");
      await worker.settle([{ id: "a", token: taken?.token ?? 0, kind: "limited", retryAfterMs: 0 }]);
      expect(await sendAll(queue)).toEqual(["a to 2"]);
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
}
