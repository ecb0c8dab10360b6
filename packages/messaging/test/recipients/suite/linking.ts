import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import type { ChatFacts } from "../../../src/recipients/model.ts";
import type { Server } from "../../delivery/queue-fixture.ts";
import { HOUR_MS, openPeople } from "../people-fixture.ts";

const BOB: ChatFacts = { id: "501", kind: "private", name: "Bob", language: "de" };

/** How a chat becomes a recipient's. */
export function linkingSuite(server: () => Server): void {
  describe("a link", () => {
    it("links the chat that uses it, and tells so", async () => {
      const { recipients, token, told } = openPeople(server());
      const before = Date.now();
      const used = await recipients.redeem(await token("shop/7"), BOB);
      expect(used).toEqual({ kind: "linked", userId: "shop/7", released: 0 });
      const found = await recipients.get("shop/7");
      expect(found).toMatchObject({ userId: "shop/7", parked: 0 });
      expect(found?.linkedMs).toBeGreaterThanOrEqual(before);
      expect(found?.chats).toEqual([
        {
          ...BOB,
          users: ["shop/7"],
          linkedMs: found?.linkedMs,
          state: "reachable",
          categoriesOff: [],
          waiting: 0,
          parked: 0,
        },
      ]);
      expect(await told()).toEqual(["linked shop/7 501"]);
    });

    it("is made of 43 characters that nobody can guess, and is stored nowhere", async () => {
      const { recipients, client, prefix } = openPeople(server());
      const before = Date.now();
      const made = await recipients.createLink("u", { lifetimeMs: HOUR_MS });
      if (made.kind !== "created") throw new Error("not made");
      expect(made.token).toMatch(/^[\w-]{43}$/);
      expect(made.expiresAtMs).toBeGreaterThanOrEqual(before + HOUR_MS);
      await recipients.redeem(made.token, BOB);
      for (const key of await client.keys(`${prefix}:*`)) {
        expect(key).not.toContain(made.token);
        expect(String(await client.dump(key))).not.toContain(made.token);
      }
      expect(await recipients.createLink("u", { lifetimeMs: HOUR_MS })).not.toMatchObject({
        token: made.token,
      });
    });

    it("is used once: of 100 chats at a time one is linked", async () => {
      const { recipients, token, told } = openPeople(server());
      const used = await token("u");
      const answers = await Promise.all(
        Array.from({ length: 100 }, (_, at) =>
          recipients.redeem(used, { id: String(at + 1), kind: "private" }),
        ),
      );
      const kinds = answers.map(({ kind }) => kind);
      expect(kinds.filter((kind) => kind === "linked")).toHaveLength(1);
      expect(kinds.filter((kind) => kind === "used")).toHaveLength(99);
      expect((await recipients.get("u"))?.chats).toHaveLength(1);
      expect(await told()).toHaveLength(1);
    });

    it("answers the same chat again when an update comes twice, until it is unlinked", async () => {
      const { recipients, token, told } = openPeople(server());
      const used = await token("u");
      await recipients.redeem(used, BOB);
      expect(await recipients.redeem(used, BOB)).toEqual({ kind: "again", userId: "u" });
      expect(await told()).toEqual(["linked u 501"]);
      await recipients.unlink("u", BOB.id);
      expect(await recipients.redeem(used, BOB)).toEqual({ kind: "used" });
    });

    it("is unknown when it never was, and when it is expired", async () => {
      const { recipients, token, client, keys } = openPeople(server());
      const expired = await token("u", { lifetimeMs: 20 });
      await waitFor(async () => (await client.keys(`${keys.link}*`)).length === 0);
      for (const text of [expired, "", "x", "0".repeat(43)])
        expect(await recipients.redeem(text, BOB)).toEqual({ kind: "unknown" });
      expect(await client.zcard(keys.links)).toBe(1);
      await token("u");
      expect(await client.zcard(keys.links)).toBe(1);
      expect(await recipients.get("u")).toMatchObject({ chats: [] });
    });

    it("for a group links no private chat, nor the reverse, and stays usable", async () => {
      const { recipients, token } = openPeople(server());
      const [group, own] = [await token("u", { group: true }), await token("u")];
      const room: ChatFacts = { id: "-100", kind: "group", name: "Room" };
      expect(await recipients.redeem(group, BOB)).toEqual({ kind: "wrong_chat" });
      expect(await recipients.redeem(own, room)).toEqual({ kind: "wrong_chat" });
      expect(await recipients.redeem(group, room)).toMatchObject({ kind: "linked" });
      expect(await recipients.redeem(own, BOB)).toMatchObject({ kind: "linked" });
      const chats = (await recipients.get("u"))?.chats.map(({ id, kind }) => [id, kind]);
      expect(chats).toEqual([
        ["-100", "group"],
        ["501", "private"],
      ]);
    });

    it("of a chat that has it already links it once, and counts as the newest", async () => {
      const { recipients, token } = openPeople(server());
      await recipients.redeem(await token("u"), BOB);
      expect(await recipients.redeem(await token("u"), { ...BOB, name: "Robert" })).toMatchObject({
        kind: "linked",
      });
      const found = await recipients.get("u");
      expect(found?.chats).toMatchObject([{ id: "501", name: "Robert", users: ["u"] }]);
    });

    it("is refused by a recipient of 20 chats and by a chat of 20 recipients, and stays usable", async () => {
      const { recipients, token, link } = openPeople(server());
      const ids = Array.from({ length: 20 }, (_, at) => String(at + 1));
      await link("u", ...ids);
      const [tooMany, more] = [await token("u"), await token("21")];
      expect(await recipients.redeem(tooMany, BOB)).toEqual({ kind: "full" });
      for (const user of ids) await link(user, BOB.id);
      expect(await recipients.redeem(more, BOB)).toEqual({ kind: "full" });
      await recipients.unlink("u", "1");
      await recipients.unlink("1", BOB.id);
      expect(await recipients.redeem(tooMany, BOB)).toMatchObject({ kind: "linked" });
      expect((await recipients.get("u"))?.chats.map(({ id }) => id)).toEqual([...ids.slice(1), BOB.id]);
    });

    it("is refused while there are 100,000 that are not expired", async () => {
      const { recipients, client, keys } = openPeople(server());
      const many = "for at = 1, 100000 do redis.call('ZADD', KEYS[1], ARGV[1], at) end";
      await client.eval(many, 1, keys.links, Date.now() + HOUR_MS);
      expect(await recipients.createLink("u", { lifetimeMs: HOUR_MS })).toEqual({ kind: "full" });
      expect(await recipients.count()).toBe(0);
    });
  });

  describe("while Redis is full", () => {
    it("no link is made, and those that are made can be used", async () => {
      const { recipients, token, client } = openPeople(server());
      const used = await token("u");
      await client.config("SET", "maxmemory", "1");
      try {
        await expect(token("u")).rejects.toMatchObject({ trouble: "full" });
        expect(await recipients.redeem(used, BOB)).toMatchObject({ kind: "linked" });
        expect(await recipients.unlink("u", BOB.id)).toMatchObject({ kind: "unlinked" });
      } finally {
        await client.config("SET", "maxmemory", "0");
      }
    });
  });

  describe("what waits for a link", () => {
    it("goes to the chat in order, once it is linked", async () => {
      const { recipients, notify, token, sendAll } = openPeople(server());
      await notify("u", "a", "b", "c");
      expect(await sendAll()).toEqual([]);
      const used = await token("u");
      expect(await recipients.get("u")).toMatchObject({ parked: 3, chats: [] });
      expect(await recipients.redeem(used, BOB)).toEqual({ kind: "linked", userId: "u", released: 3 });
      expect((await recipients.get("u"))?.chats).toMatchObject([{ waiting: 3 }]);
      expect(await sendAll()).toEqual(["a to 501", "b to 501", "c to 501"]);
      expect(await recipients.get("u")).toMatchObject({ parked: 0 });
    });

    it("goes there too when the recipient is called as its chat", async () => {
      const { notify, link, sendAll } = openPeople(server());
      await notify("42", "a", "b");
      await link("42", "42");
      expect(await sendAll()).toEqual(["a to 42", "b to 42"]);
    });

    it("ends a stop of that chat, because the person pressed start", async () => {
      const { chats, notify, link, sendAll, told } = openPeople(server());
      await link("u", "1");
      await chats.stop("1");
      await notify("u", "a");
      await link("v", "1");
      expect(await sendAll()).toEqual(["a to 1"]);
      expect(await told()).toEqual(["linked u 1", "suspended u 1 stopped", "returned u 1", "linked v 1"]);
    });

    it("waits on when an operator suspended the recipient", async () => {
      const { recipients, notify, link, sendAll, told } = openPeople(server());
      await link("u", "1");
      await recipients.suspend("u");
      await link("u", "2");
      await notify("u", "a");
      expect(await sendAll()).toEqual([]);
      expect((await recipients.get("u"))?.chats.map(({ state }) => state)).toEqual([
        "suspended",
        "suspended",
      ]);
      expect(await told()).toContain("suspended u 2 suspended");
      await recipients.resume("u");
      expect((await sendAll()).sort()).toEqual(["a to 1", "a~2 to 2"]);
    });
  });
}
