import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sendAtToMs, tooFarAhead } from "../../src/options/send-at.ts";

const DAY_MS = 86_400_000;
const two = (n: number): string => String(n).padStart(2, "0");

describe("sendAtToMs", () => {
  it.each([
    ["1970-01-01T00:00:00Z", 0],
    ["1970-01-01T00:00Z", 0],
    ["1970-01-01T01:00:00+01:00", 0],
    ["1969-12-31T23:59:59.5-00:00", -500],
    ["2027-01-31T09:00:00Z", Date.UTC(2027, 0, 31, 9)],
    ["2027-01-31T09:00:00.1234567Z", Date.UTC(2027, 0, 31, 9, 0, 0, 123)],
    ["2027-01-31T09:00:00.999999999Z", Date.UTC(2027, 0, 31, 9, 0, 0, 999)],
    ["2028-02-29T00:00:00-12:30", Date.UTC(2028, 1, 29, 12, 30)],
    ["0001-01-01T00:00:00Z", -62_135_596_800_000],
    ["0000-02-29T00:00:00Z", -62_162_121_600_000],
  ])("reads %s", (text, ms) => expect(sendAtToMs(text)).toBe(ms));

  it("reads back what toISOString writes, of any moment with a year of four digits", () => {
    const moment = fc.date({
      noInvalidDate: true,
      min: new Date("0000-01-01T00:00:00Z"),
      max: new Date("9999-12-31T23:59:59.999Z"),
    });
    fc.assert(
      fc.property(moment, (date) => {
        expect(sendAtToMs(date.toISOString())).toBe(date.getTime());
      }),
      { numRuns: 2000 },
    );
  });

  it("takes off the offset", () => {
    const moment = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date("9998-01-01T00:00:00Z") });
    fc.assert(
      fc.property(moment, fc.integer({ min: -1439, max: 1439 }), (date, minutes) => {
        const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
        const size = Math.abs(minutes);
        const offset = `${minutes < 0 ? "-" : "+"}${two(Math.floor(size / 60))}:${two(size % 60)}`;
        expect(sendAtToMs(local + offset)).toBe(date.getTime());
      }),
    );
  });

  it("knows the length of every month", () => {
    for (const year of [1900, 2000, 2023, 2024, 2100]) {
      for (let month = 1; month <= 12; month++) {
        const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
        const last = `${year}-${two(month)}-${two(days)}T00:00Z`;
        expect(sendAtToMs(last), last).toBe(Date.UTC(year, month - 1, days));
        expect(sendAtToMs(`${year}-${two(month)}-${two(days + 1)}T00:00Z`)).toBeUndefined();
      }
    }
  });

  it("never gives a number that is none", () => {
    const digits = fc.integer({ min: 0, max: 99 }).map(two);
    const shaped = fc
      .tuple(fc.integer({ min: 0, max: 9999 }), digits, digits, digits, digits, digits, digits, digits)
      .map(
        ([y, mo, d, h, mi, s, oh, om]) =>
          `${String(y).padStart(4, "0")}-${mo}-${d}T${h}:${mi}:${s}+${oh}:${om}`,
      );
    fc.assert(
      fc.property(fc.oneof(shaped, fc.string()), (text) => {
        const ms = sendAtToMs(text);
        expect(ms === undefined || Number.isInteger(ms)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });
});

describe("tooFarAhead", () => {
  const nowMs = Date.UTC(2027, 0, 1);
  const ahead = (ms: number): string => new Date(nowMs + ms).toISOString();

  it("lets 366 days pass and not a millisecond more", () => {
    expect(tooFarAhead(ahead(366 * DAY_MS), nowMs, 0)).toEqual([]);
    expect(tooFarAhead(ahead(366 * DAY_MS + 1), nowMs, 0)).toEqual([
      { path: "send_at", message: "send_at must lie at most 366 days ahead" },
    ]);
    expect(tooFarAhead(ahead(-9e11), nowMs, 0)).toEqual([]);
    expect(tooFarAhead(undefined, nowMs, 0)).toEqual([]);
  });

  it("forgives as much as it is told to", () => {
    expect(tooFarAhead(ahead(366 * DAY_MS + 1000), nowMs, 1000)).toEqual([]);
    expect(tooFarAhead(ahead(366 * DAY_MS + 1001), nowMs, 1000)).toHaveLength(1);
  });
});
