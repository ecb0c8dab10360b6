import { expect, it } from "vitest";
import { hoursWords, readHours } from "../../src/chat/quiet-hours.ts";

it.each([
  ["22:00-07:00", 1320, 420],
  ["9-17", 540, 1020],
  ["0:05 – 23:59", 5, 1439],
])("reads %s", (text, fromMinute, toMinute) => {
  expect(readHours(text)).toEqual({ fromMinute, toMinute });
});

it.each(["", "22:00", "22:00-", "22:0-7:00", "24:00-1:00", "1:60-2:00", "5:00-5:00", "x5-6", "5-6x"])(
  "does not read %j",
  (text) => {
    expect(readHours(text)).toBeUndefined();
  },
);

it("writes them with two digits each, and the zone", () => {
  expect(hoursWords({ fromMinute: 5, toMinute: 1439, zone: "UTC" })).toBe("00:05–23:59 UTC");
});
