import { expect, it } from "vitest";
import { localField } from "../../src/publish/local-time.ts";

it("writes a moment as the field does, and the field's value is the same moment", () => {
  const ms = new Date(2027, 0, 3, 4, 5, 6).getTime();
  expect(localField(ms)).toBe("2027-01-03T04:05:06");
  expect(new Date(localField(ms)).getTime()).toBe(ms);
});
