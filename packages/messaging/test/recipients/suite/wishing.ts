import { describe, expect, it } from "vitest";
import type { Server } from "../../delivery/queue-fixture.ts";
import { openPeople } from "../people-fixture.ts";

const BERLIN = { fromMinute: 1320, toMinute: 420, zone: "Europe/Berlin" };

/** What people want, and when. */
export function wishingSuite(server: () => Server): void {
  describe("preferences", () => {
    it("are kept, shown, told once, and taken away", async () => {
      const { chats, link, told, client, keys } = openPeople(server());
      await link("u", "1");
      const mutedUntilMs = Date.now() + 60_000;
      const quiet = { ...BERLIN, offsetMinutes: 120, offsetUntilMs: Date.now() + 60_000 };
      const wishes = { mutedUntilMs, quiet, categories: { news: false, orders: true }, language: "de" };
      for (const _ of ["once", "twice"]) await chats.setPreferences("1", wishes);
      expect(await chats.get("1")).toMatchObject({
        mutedUntilMs,
        quiet: BERLIN,
        zone: "Europe/Berlin",
        categoriesOff: ["news"],
        language: "de",
      });
      expect(await client.hget(`${keys.chat}1`, "quiet")).toBe("1320-420:120");
      expect(await told()).toEqual(["linked u 1", "preferences u 1"]);
      await chats.setPreferences("1", { mutedUntilMs: null, quiet: null, categories: { news: true } });
      const after = await chats.get("1");
      expect(after).toMatchObject({ zone: "Europe/Berlin", language: "de", categoriesOff: [] });
      expect(after).not.toHaveProperty("quiet");
      expect(after).not.toHaveProperty("mutedUntilMs");
      expect(await told()).toHaveLength(3);
      expect(await client.zscore(keys.chats, "1")).toBe("inf");
    });

    it("leave what is not given as it is, and tell nothing of a language", async () => {
      const { chats, told } = openPeople(server());
      await chats.setPreferences("1", { categories: { news: false } });
      await chats.setPreferences("1", { language: "en" });
      await chats.setPreferences("1", {});
      expect(await chats.get("1")).toMatchObject({ categoriesOff: ["news"], language: "en" });
      expect(await told()).toEqual(["preferences 1"]);
    });

    it("hold at once for what waits: no longer muted it goes", async () => {
      const { chats, link, notify, sendAll, recipients } = openPeople(server());
      await link("u", "1");
      await chats.setPreferences("1", { mutedUntilMs: Date.now() + 3_600_000 });
      await notify("u", "a");
      expect(await sendAll()).toEqual([]);
      expect((await recipients.get("u"))?.chats).toMatchObject([{ waiting: 1 }]);
      await chats.setPreferences("1", { mutedUntilMs: null });
      expect(await sendAll()).toEqual(["a to 1"]);
    });

    it("show no mute that is over", async () => {
      const { chats } = openPeople(server());
      await chats.setPreferences("1", { mutedUntilMs: Date.now() - 1 });
      expect(await chats.get("1")).not.toHaveProperty("mutedUntilMs");
    });
  });

  describe("a time zone", () => {
    it("is due when its offset may have changed, and has another one then", async () => {
      const { chats, notify, link, sendAll, client, keys } = openPeople(server());
      await link("u", "1");
      const minute = Math.floor(Date.now() / 60_000) % 1440;
      const [fromMinute, toMinute] = [(minute + 1430) % 1440, (minute + 10) % 1440];
      const quiet = { fromMinute, toMinute, zone: "Europe/Berlin", offsetMinutes: 0 };
      await chats.setPreferences("1", { quiet: { ...quiet, offsetUntilMs: Date.now() - 1 } });
      await chats.setPreferences("2", { quiet: { ...quiet, offsetUntilMs: Number.POSITIVE_INFINITY } });
      await notify("u", "a");
      expect(await sendAll()).toEqual([]);
      expect(await chats.zonesDue(10)).toEqual([{ chat: "1", zone: "Europe/Berlin" }]);
      await chats.setOffset("1", 60, Date.now() + 3_600_000);
      expect(await chats.zonesDue(10)).toEqual([]);
      expect(await client.hget(`${keys.chat}1`, "quiet")).toBe(`${fromMinute}-${toMinute}:60`);
      expect(await sendAll()).toEqual(["a to 1"]);
    });

    it("that was changed meanwhile keeps its own offset", async () => {
      const { chats, client, keys } = openPeople(server());
      const quiet = { ...BERLIN, offsetMinutes: 120, offsetUntilMs: Date.now() - 1 };
      await chats.setPreferences("1", { quiet });
      await chats.setPreferences("1", {
        quiet: { ...quiet, zone: "UTC", offsetMinutes: 0, offsetUntilMs: Number.POSITIVE_INFINITY },
      });
      await chats.setOffset("1", 60, Date.now() + 1000);
      await chats.setOffset("9", 60, Date.now() + 1000);
      expect(await client.hget(`${keys.chat}1`, "quiet")).toBe("1320-420:0");
      expect(await client.exists(`${keys.chat}9`)).toBe(0);
    });
  });

  describe("categories", () => {
    it("are those in use, the last used first", async () => {
      const { chats, client, keys } = openPeople(server());
      await client.zadd(keys.categories, 1, "old", 3, "newest", 2, "newer");
      expect(await chats.categories(2)).toEqual(["newest", "newer"]);
      expect(await chats.categories(50)).toEqual(["newest", "newer", "old"]);
    });
  });
}
