import { describe, expect, it } from "vitest";
import { isAfter, readDeliveryEvent } from "../../src/events/delivery-event.ts";

const FIELDS = ["id", "a", "user_id", "42", "state", "sent", "at_ms", "1700000000000", "revision", "4"];

describe("readDeliveryEvent", () => {
  it("reads what the scripts write", () => {
    const more = ["reason", "blocked", "attempt", "2", "message_id", "77", "door", "stream"];
    expect(readDeliveryEvent("5-1", [...FIELDS, ...more])).toEqual({
      entryId: "5-1",
      id: "a",
      lane: "42",
      state: "sent",
      atMs: 1_700_000_000_000,
      revision: 4,
      reason: "blocked",
      attempt: 2,
      messageId: 77,
      door: "stream",
    });
    expect(readDeliveryEvent("5-1", FIELDS)).not.toHaveProperty("reason");
  });

  it.each([
    [[]],
    [["id"]],
    [["id", "a", "user_id", "42"]],
    [FIELDS.with(7, "soon")],
    [FIELDS.with(1, "")],
    [["hello", "world"]],
  ])("takes %j for no event", (fields) => {
    expect(readDeliveryEvent("5-1", fields)).toBeUndefined();
  });
});

describe("isAfter", () => {
  it.each([
    ["5-1", "5-0", true],
    ["5-10", "5-9", true],
    ["10-0", "9-9", true],
    ["5-1", "5-1", false],
    ["5-0", "5", false],
    ["4-9", "5-0", false],
  ])("%s after %s: %s", (a, b, expected) => {
    expect(isAfter(a, b)).toBe(expected);
  });
});
