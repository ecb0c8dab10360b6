import { describe, expect, it } from "vitest";
import { deliveryKeys } from "../../../src/keys.ts";
import type { Server } from "../../delivery/queue-fixture.ts";
import { openPeople } from "../people-fixture.ts";

/** How a chat is a recipient's no longer. */
export function unlinkingSuite(server: () => Server): void {
  describe("unlinking", () => {
    it("sends nothing more there, and tells so", async () => {
      const { recipients, chats, link, notify, sendAll, told } = openPeople(server());
      await link("u", "1");
      await link("v", "1");
      expect(await recipients.unlink("u", "1")).toEqual({ kind: "unlinked", parked: 0, cancelled: 0 });
      expect(await recipients.unlink("u", "1")).toEqual({ kind: "not_linked" });
      expect(await recipients.unlink("nobody", "1")).toEqual({ kind: "not_linked" });
      await notify("u", "a");
      expect(await sendAll()).toEqual([]);
      expect(await recipients.get("u")).toMatchObject({ chats: [], parked: 1 });
      expect(await chats.get("1")).toMatchObject({ users: ["v"] });
      expect(await told()).toEqual(["linked u 1", "linked v 1", "unlinked u 1"]);
    });

    it("parks for the recipient what waits there, in order, until the next link", async () => {
      const { recipients, link, notify, sendAll, desk } = openPeople(server());
      await link("u", "1");
      await link("v", "1");
      await notify("u", "a", "b");
      await notify("v", "v1");
      await notify("u", "c");
      expect(await recipients.unlink("u", "1")).toEqual({ kind: "unlinked", parked: 3, cancelled: 0 });
      expect(await desk.read("a")).toMatchObject({ state: "parked", reason: "unlinked" });
      expect(await sendAll()).toEqual(["v1 to 1"]);
      await link("u", "2");
      expect(await sendAll()).toEqual(["a to 2", "b to 2", "c to 2"]);
    });

    it("passes over a record that somebody removed by hand", async () => {
      const { recipients, link, notify, client, prefix } = openPeople(server());
      await link("1", "1");
      await notify("1", "a", "b");
      await client.del(`${deliveryKeys(prefix).record}a`);
      expect(await recipients.unlink("1", "1")).toMatchObject({ kind: "unlinked", parked: 1 });
    });

    it("parks for the recipient what is parked there", async () => {
      const { recipients, chats, link, notify, sendAll } = openPeople(server());
      await link("u", "1");
      await notify("u", "a", "b");
      await chats.leave("1", "blocked");
      expect(await recipients.unlink("u", "1")).toEqual({ kind: "unlinked", parked: 2, cancelled: 0 });
      expect(await chats.back("1", "message")).toBe(0);
      await link("u", "2");
      expect(await sendAll()).toEqual(["a to 2", "b to 2"]);
    });

    it("cancels what waits there when another chat has it too", async () => {
      const { recipients, link, notify, sendAll, desk } = openPeople(server());
      await link("u", "1", "2");
      await notify("u", "a", "b");
      expect(await recipients.unlink("u", "2")).toEqual({ kind: "unlinked", parked: 0, cancelled: 2 });
      expect(await desk.read("a~2")).toMatchObject({ state: "cancelled", reason: "unlinked" });
      expect(await sendAll()).toEqual(["a to 1", "b to 1"]);
    });

    it("takes back what a worker took and has not begun, and lets go what is being sent", async () => {
      const people = openPeople(server());
      const { recipients, link, state } = people;
      await link("u", "1");
      // The attempt of such a one is noted only right before it is sent.
      await people.admit(people.draft("u", { id: "a", mustBeLinked: true, holdUnknown: true }));
      const taking = people.worker();
      const [first] = (await taking.take(1)).messages;
      if (!first) throw new Error("nothing was taken");
      expect(await recipients.unlink("u", "1")).toMatchObject({ parked: 1 });
      expect(await taking.attempt([{ ...first, parts: 1 }])).toEqual([false]);
      await link("u", "2");
      const [again] = (await taking.take(1)).messages;
      if (!again) throw new Error("nothing was taken");
      await taking.attempt([{ ...again, parts: 1 }]);
      expect(await recipients.unlink("u", "2")).toMatchObject({ parked: 0 });
      await taking.settle([{ id: "a", token: again.token, kind: "sent", messageId: 5, parts: 1 }]);
      expect(await state("a")).toBe("sent");
    });

    it("goes on elsewhere with what was tried in vain", async () => {
      const people = openPeople(server());
      const { recipients, link, notify, sendAll } = people;
      await link("u", "1");
      await notify("u", "a");
      const taking = people.worker();
      const [taken] = (await taking.take(1)).messages;
      if (!taken) throw new Error("nothing was taken");
      await taking.attempt([{ ...taken, parts: 1 }]);
      const { id, token } = taken;
      const outage = { kind: "retry", reason: "server_error", delayMs: 60_000, counted: true } as const;
      await taking.settle([{ id, token, ...outage, unknown: false }]);
      expect(await recipients.unlink("u", "1")).toMatchObject({ parked: 1 });
      await link("u", "2");
      expect(await sendAll()).toEqual(["a to 2"]);
    });

    it("ends the suspension of a chat that is no suspended recipient's any more", async () => {
      const { recipients, chats, link } = openPeople(server());
      await link("u", "1");
      await link("v", "1");
      await link("w", "1");
      await recipients.suspend("u");
      await recipients.suspend("v");
      await recipients.unlink("u", "1");
      expect(await chats.get("1")).toMatchObject({ state: "suspended" });
      await recipients.unlink("v", "1");
      expect(await chats.get("1")).toMatchObject({ state: "reachable", users: ["w"] });
    });
  });
}
