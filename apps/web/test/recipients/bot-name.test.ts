import type { PresenceReport } from "@bellwire/messaging";
import { expect, it } from "vitest";
import { BotName } from "../../src/recipients/bot-name.ts";

const named = (atMs: number, username: unknown): PresenceReport => ({
  id: `bot${atMs}`,
  atMs,
  report: { username },
});

it("reads the name that was reported last, passes over what is none, and keeps it", async () => {
  let reports: PresenceReport[] = [{ id: "old", atMs: 1, report: null }, named(2, "a/b"), named(3, 7)];
  const name = new BotName({ list: async () => reports });
  expect(await name.read()).toBeUndefined();
  reports = [named(5, "new_bot"), named(4, "old_bot"), ...reports];
  expect(await name.read()).toBe("new_bot");
  reports = [];
  expect(await name.read()).toBe("new_bot");
});
