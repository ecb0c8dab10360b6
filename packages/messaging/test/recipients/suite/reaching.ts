import { describe, expect, it } from "vitest";
import type { Server } from "../../delivery/queue-fixture.ts";
import { openPeople } from "../people-fixture.ts";

/** Chats in which nobody can be reached, and how they come back. */
export function reachingSuite(server: () => Server): void {
  describe("a recipient that an operator suspends", () => {
    it("gets nothing in any chat, whatever people do, until it is resumed", async () => {
      const { recipients, chats, link, notify, sendAll, told } = openPeople(server());
      await link("u", "1", "-2");
      await notify("u", "a");
      expect(await recipients.suspend("u")).toBe(2);
      expect(await recipients.suspend("u")).toBe(2);
      await notify("u", "b");
      for (const by of ["message", "start"] as const) expect(await chats.back("1", by)).toBe(0);
      expect(await sendAll()).toEqual([]);
      expect((await recipients.get("u"))?.chats).toMatchObject([
        { state: "suspended", waiting: 0, parked: 2 },
        { state: "suspended", waiting: 0, parked: 2 },
      ]);
      expect(await recipients.resume("u")).toBe(2);
      expect(await recipients.resume("u")).toBe(2);
      const arrived = await sendAll();
      expect(arrived.filter((line) => line.endsWith("to 1"))).toEqual(["a to 1", "b to 1"]);
      expect(arrived.filter((line) => line.endsWith("to -2"))).toEqual(["a~-2 to -2", "b~-2 to -2"]);
      expect((await told()).slice(2)).toEqual([
        "suspended u 1 suspended",
        "suspended u -2 suspended",
        "returned u 1",
        "returned u -2",
      ]);
    });

    it("stays stopped afterwards when the person said stop", async () => {
      const { recipients, chats, link, notify, sendAll } = openPeople(server());
      await link("u", "1", "2");
      await chats.stop("1");
      await recipients.suspend("u");
      await chats.stop("2");
      await notify("u", "a");
      await recipients.resume("u");
      expect((await recipients.get("u"))?.chats.map(({ state }) => state)).toEqual(["stopped", "stopped"]);
      expect(await sendAll()).toEqual([]);
      expect(await chats.back("1", "start")).toBe(1);
      expect(await chats.back("2", "operator")).toBe(1);
      expect((await sendAll()).sort()).toEqual(["a to 1", "a~2 to 2"]);
    });

    it("is suspended before it has a chat, too", async () => {
      const { recipients, token, link, notify, sendAll } = openPeople(server());
      await token("u");
      expect(await recipients.suspend("u")).toBe(0);
      expect((await recipients.get("u"))?.suspendedMs).toBeGreaterThan(0);
      await notify("u", "a");
      await link("u", "1");
      expect(await sendAll()).toEqual([]);
      await recipients.resume("u");
      expect(await recipients.get("u")).not.toHaveProperty("suspendedMs");
      expect(await sendAll()).toEqual(["a to 1"]);
    });

    it("keeps a chat suspended that it shares with one that is resumed", async () => {
      const { recipients, chats, link } = openPeople(server());
      await link("u", "1", "2");
      await link("v", "1");
      await recipients.suspend("u");
      await recipients.suspend("v");
      await recipients.resume("u");
      expect(await chats.get("1")).toMatchObject({ state: "suspended" });
      expect(await chats.get("2")).toMatchObject({ state: "reachable" });
      await recipients.resume("v");
      expect(await chats.get("1")).toMatchObject({ state: "reachable" });
    });

    it("is nobody of whom nothing is known", async () => {
      const { recipients } = openPeople(server());
      expect(await recipients.suspend("nobody")).toBe(0);
      expect(await recipients.resume("nobody")).toBe(0);
      expect(await recipients.get("nobody")).toBeUndefined();
    });
  });

  describe("a chat", () => {
    it("that said stop gets nothing until it says start", async () => {
      const { chats, link, notify, sendAll, told } = openPeople(server());
      await link("u", "1");
      await link("v", "1");
      await notify("u", "a", "b");
      expect(await chats.stop("1")).toBe(2);
      expect(await chats.stop("1")).toBe(0);
      expect(await chats.back("1", "message")).toBe(0);
      expect(await sendAll()).toEqual([]);
      expect(await chats.back("1", "start")).toBe(2);
      expect(await chats.back("1", "start")).toBe(0);
      expect(await sendAll()).toEqual(["a to 1", "b to 1"]);
      expect((await told()).slice(2)).toEqual([
        "suspended u 1 stopped",
        "suspended v 1 stopped",
        "returned u 1",
        "returned v 1",
      ]);
    });

    it("that blocked the bot is back by any message", async () => {
      const { chats, link, notify, sendAll, told } = openPeople(server());
      await link("u", "1");
      await notify("u", "a");
      expect(await chats.leave("1", "blocked")).toBe(1);
      expect(await chats.leave("1", "kicked")).toBe(0);
      expect(await chats.get("1")).toMatchObject({ parked: 1 });
      await notify("u", "b");
      expect(await chats.back("1", "message")).toBe(2);
      expect(await sendAll()).toEqual(["a to 1", "b to 1"]);
      expect((await told()).slice(1)).toEqual(["suspended u 1 blocked", "returned u 1"]);
    });

    it("that said stop and then blocked the bot is not back by a mere message", async () => {
      const { chats } = openPeople(server());
      await chats.stop("1");
      expect(await chats.leave("1", "blocked")).toBe(0);
      expect(await chats.back("1", "message")).toBe(0);
      expect(await chats.get("1")).toMatchObject({ state: "stopped", kind: "private", users: [] });
    });

    it("that is linked to nobody is told of without a user id, because its number may be another person in the app", async () => {
      const { chats, told } = openPeople(server());
      await chats.leave("-7", "kicked");
      await chats.back("-7", "message");
      expect(await told()).toEqual(["suspended -7 kicked", "returned -7"]);
      expect(await chats.get("-7")).toEqual({
        id: "-7",
        kind: "group",
        users: [],
        state: "reachable",
        categoriesOff: [],
        waiting: 0,
        parked: 0,
      });
    });
  });

  describe("a reply", () => {
    it("is told to each recipient of the chat, once per update", async () => {
      const { chats, link, log } = openPeople(server());
      await link("u", "1");
      await link("v", "1");
      const reply = { text: "tomorrow 🐝\nplease", messageId: 77 };
      expect(await chats.replied("1", reply, 900)).toBe(true);
      expect(await chats.replied("1", reply, 900)).toBe(false);
      expect(await chats.replied("5", { text: "", messageId: 78 }, 901)).toBe(true);
      const { events } = await log.after("0-0", 10);
      expect(events.slice(2)).toMatchObject([
        { event: "replied", userId: "u", chatId: "1", ...reply },
        { event: "replied", userId: "v", chatId: "1", ...reply },
        { event: "replied", chatId: "5", text: "", messageId: 78 },
      ]);
    });

    it("is cut at 4,096 characters, and only the last 1,000 updates are remembered", async () => {
      const { chats, client, keys, log } = openPeople(server());
      await chats.replied("1", { text: "x".repeat(5000), messageId: 1 }, 1);
      const { events } = await log.after("0-0", 10);
      expect(events[0]).toMatchObject({ text: "x".repeat(4096) });
      const replies = Array.from({ length: 1100 }, (_, at) => ({ text: "x", messageId: at + 2 }));
      for (const reply of replies) await chats.replied("1", reply, reply.messageId);
      expect(await client.zcard(keys.repliesTold)).toBe(1000);
    });
  });

  describe("what stays parked", () => {
    it("keeps its order in a chat that an operator suspended", async () => {
      const { recipients, link, notify, sendAll } = openPeople(server());
      await link("v", "1");
      await recipients.suspend("v");
      await notify("u", "a", "b", "c");
      await link("u", "1");
      expect(await sendAll()).toEqual([]);
      await recipients.resume("v");
      expect(await sendAll()).toEqual(["a to 1", "b to 1", "c to 1"]);
    });

    it("waits on for its link when a chat of the same name writes", async () => {
      const { chats, link, notify, sendAll, state } = openPeople(server());
      await notify("42", "a", "b");
      expect(await chats.back("42", "message")).toBe(0);
      expect(await sendAll()).toEqual([]);
      expect(await state("b")).toBe("parked");
      await link("42", "7");
      expect(await sendAll()).toEqual(["a to 7", "b to 7"]);
    });
  });
}
