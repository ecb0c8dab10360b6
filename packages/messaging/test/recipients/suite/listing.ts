import { describe, expect, it } from "vitest";
import type { Server } from "../../delivery/queue-fixture.ts";
import { HOUR_MS, openPeople } from "../people-fixture.ts";

/** Finding recipients. */
export function listingSuite(server: () => Server): void {
  describe("a list of recipients", () => {
    it("goes page by page, in the order of the bytes of the user ids, each with its chats", async () => {
      const { recipients, link } = openPeople(server());
      const users = ["10", "9", "Zoë", "a b", "ab", "abc", "zoë", "🐝"];
      for (const [at, user] of users.entries()) await link(user, String(at + 1));
      const seen: string[] = [];
      let after: string | undefined;
      do {
        const page = await recipients.list({ after, limit: 3 });
        expect(page.items.length).toBeLessThanOrEqual(3);
        for (const { userId, chats } of page.items) seen.push(`${userId} ${chats[0]?.id}`);
        after = page.cursor;
      } while (after !== undefined);
      expect(seen).toEqual(users.map((user, at) => `${user} ${at + 1}`));
      expect(await recipients.count()).toBe(users.length);
    });

    it("has those whose user ids begin so, and no others", async () => {
      const { recipients } = openPeople(server());
      for (const user of ["4", "42", "423", "43", "shop/1", "shop/2", "[42", "(42"])
        await recipients.createLink(user, { lifetimeMs: HOUR_MS });
      const found = async (prefix: string, limit = 10, after?: string) =>
        (await recipients.list({ prefix, after, limit })).items.map(({ userId }) => userId);
      expect(await found("42")).toEqual(["42", "423"]);
      expect(await found("shop/")).toEqual(["shop/1", "shop/2"]);
      expect(await found("shop/", 10, "shop/1")).toEqual(["shop/2"]);
      expect(await found("[4")).toEqual(["[42"]);
      expect(await found("nobody")).toEqual([]);
      expect(await found("")).toHaveLength(8);
    });

    it("knows a recipient from its first link on, and nobody else", async () => {
      const { recipients } = openPeople(server());
      const before = Date.now();
      expect(await recipients.get("u")).toBeUndefined();
      await recipients.createLink("u", { lifetimeMs: HOUR_MS });
      const found = await recipients.get("u");
      expect(found?.createdMs).toBeGreaterThanOrEqual(before);
      expect(found).toEqual({ userId: "u", createdMs: found?.createdMs, chats: [], parked: 0 });
    });
  });
}
