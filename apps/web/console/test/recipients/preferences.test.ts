import { expect, it } from "vitest";
import { draftOf, patchOf, wishWords } from "../../src/recipients/preferences.ts";

const NOW_MS = Date.parse("2026-11-21T10:00:00.000Z");
const NONE = { mutedUntilMs: undefined, quietHours: undefined, categoriesOff: [] };
const QUIET = { from: "22:00", to: "07:00", timeZone: "Europe/Berlin" };
const SOME = { mutedUntilMs: NOW_MS + 1, quietHours: QUIET, categoriesOff: ["news", "offers"] };

it.each([NONE, SOME])("changes nothing while nobody changed anything", (wishes) => {
  expect(patchOf(draftOf(wishes, "UTC"), wishes, NOW_MS)).toBeUndefined();
});

it("mutes from now on, and ends it", () => {
  const draft = draftOf(NONE, "UTC");
  expect(patchOf({ ...draft, mute: "8" }, NONE, NOW_MS)).toEqual({ muted_until: "2026-11-21T18:00:00.000Z" });
  expect(patchOf({ ...draft, mute: "off" }, SOME, NOW_MS)).toMatchObject({ muted_until: null });
});

it("sets quiet hours, in the zone that was offered, and takes them away", () => {
  const quiet = { from: "22:00", to: "07:00", time_zone: "UTC" };
  expect(patchOf({ ...draftOf(NONE, "UTC"), quiet: true }, NONE, NOW_MS)).toEqual({ quiet_hours: quiet });
  expect(patchOf({ ...draftOf(SOME, "UTC"), quiet: false }, SOME, NOW_MS)).toEqual({ quiet_hours: null });
  expect(patchOf({ ...draftOf(SOME, "UTC"), to: "06:30" }, SOME, NOW_MS)).toEqual({
    quiet_hours: { from: "22:00", to: "06:30", time_zone: "Europe/Berlin" },
  });
});

it("names only categories that change, each once", () => {
  const draft = { ...draftOf(SOME, "UTC"), off: " offers,, sport , sport" };
  expect(patchOf(draft, SOME, NOW_MS)).toEqual({ categories: { news: true, sport: false } });
});

it("says what a person wants, without what is over", () => {
  expect(wishWords(SOME, NOW_MS)).toEqual([
    "muted",
    "quiet 22:00 to 07:00 (Europe/Berlin)",
    "without news, offers",
  ]);
  expect(wishWords({ ...NONE, mutedUntilMs: NOW_MS }, NOW_MS)).toEqual([]);
});
