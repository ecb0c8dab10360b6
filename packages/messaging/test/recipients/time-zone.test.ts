import { describe, expect, it } from "vitest";
import { timeZoneNamed, zoneOffset } from "../../src/recipients/time-zone.ts";

const at = (moment: string) => Date.parse(moment);
const offset = (zone: string, moment: string) => {
  const { offsetMinutes, untilMs } = zoneOffset(zone, at(moment));
  return [offsetMinutes, new Date(untilMs).toISOString()];
};

describe("timeZoneNamed", () => {
  it.each([
    ["Europe/Berlin", "Europe/Berlin"],
    ["europe/berlin", "Europe/Berlin"],
    ["utc", "UTC"],
    ["Asia/Kolkata", "Asia/Kolkata"],
    ["America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"],
  ])("knows %s", (text, zone) => {
    expect(timeZoneNamed(text)).toBe(zone);
  });

  it.each([
    "",
    "Berlin",
    "Europe/Nowhere",
    "+02:00",
    "Europe/Berlin ",
    "a".repeat(65),
    "../etc",
    "Europe/Bérlin",
  ])("does not know %j", (text) => {
    expect(timeZoneNamed(text)).toBeUndefined();
  });
});

describe("zoneOffset", () => {
  it("says to the minute when clocks change, forward and back", () => {
    expect(offset("Europe/Berlin", "2026-01-01T12:00:30Z")).toEqual([60, "2026-03-29T01:00:00.000Z"]);
    expect(offset("Europe/Berlin", "2026-03-29T00:59:59Z")).toEqual([60, "2026-03-29T01:00:00.000Z"]);
    expect(offset("Europe/Berlin", "2026-03-29T01:00:00Z")).toEqual([120, "2026-10-25T01:00:00.000Z"]);
    expect(offset("America/New_York", "2026-07-01T00:00:00Z")).toEqual([-240, "2026-11-01T06:00:00.000Z"]);
    expect(offset("Australia/Lord_Howe", "2026-07-01T00:00:00Z")).toEqual([630, "2026-10-03T15:30:00.000Z"]);
  });

  it("knows quarters of an hour, and zones west of UTC that are not whole hours", () => {
    expect(offset("Asia/Kathmandu", "2026-01-01T00:00:00Z")[0]).toBe(345);
    expect(offset("America/St_Johns", "2026-01-01T00:00:00Z")[0]).toBe(-210);
  });

  it("looks again after 400 days where clocks never change", () => {
    expect(offset("UTC", "2026-01-01T00:00:00Z")).toEqual([0, "2027-02-05T00:00:00.000Z"]);
    expect(offset("Asia/Tokyo", "2026-01-01T00:00:00Z")).toEqual([540, "2027-02-05T00:00:00.000Z"]);
  });

  it("throws for a zone that nobody knows", () => {
    expect(() => zoneOffset("Europe/Nowhere", 0)).toThrow(RangeError);
  });
});
