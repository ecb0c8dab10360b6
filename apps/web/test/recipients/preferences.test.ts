import { describe, expect, it } from "vitest";
import { preferencesRequest, toPreferences } from "../../src/recipients/preferences.ts";

const read = (body: object) => toPreferences(preferencesRequest.parse(body), Date.UTC(2027, 0, 31, 9));

describe("toPreferences", () => {
  it("leaves out what is absent, and takes away what is null", () => {
    expect(read({})).toEqual({});
    expect(read({ muted_until: null, quiet_hours: null })).toEqual({ mutedUntilMs: null, quiet: null });
  });

  it("reads moments with whatever offset", () => {
    expect(read({ muted_until: "2027-01-31T10:00:00+01:00" })).toEqual({
      mutedUntilMs: Date.UTC(2027, 0, 31, 9),
    });
  });

  it("knows the offset of the time zone, and until when it holds", () => {
    const quiet_hours = { from: "22:05", to: "07:00", time_zone: "europe/berlin" };
    expect(read({ quiet_hours })).toEqual({
      quiet: {
        ...{ fromMinute: 1325, toMinute: 420, zone: "Europe/Berlin" },
        ...{ offsetMinutes: 60, offsetUntilMs: Date.UTC(2027, 2, 28, 1) },
      },
    });
  });

  it("keeps what is wanted of the categories", () => {
    expect(read({ categories: { news: false, orders: true } })).toEqual({
      categories: { news: false, orders: true },
    });
  });
});
