import { describe, expect, it } from "vitest";
import { readDeliveryEvent } from "../../src/events/delivery-event.ts";
import { isDeliveryEvent, readRecipientEvent } from "../../src/events/recipient-event.ts";

const FIELDS = ["event", "linked", "user_id", "shop/7", "chat_id", "-5", "at_ms", "1700000000000"];
const DELIVERY = ["id", "a", "user_id", "42", "state", "sent", "at_ms", "1700000000000", "revision", "4"];

describe("readRecipientEvent", () => {
  it("reads what the scripts write", () => {
    const linked = {
      entryId: "5-1",
      event: "linked",
      userId: "shop/7",
      chatId: "-5",
      atMs: 1_700_000_000_000,
    };
    expect(readRecipientEvent("5-1", FIELDS)).toEqual(linked);
    expect(readRecipientEvent("5-1", [...FIELDS, "reason", "blocked"])).toEqual({
      ...linked,
      reason: "blocked",
    });
    const reply = ["text", "", "message_id", "77"];
    expect(readRecipientEvent("5-1", [...FIELDS, ...reply])).toEqual({ ...linked, text: "", messageId: 77 });
  });

  it("says nothing of a user where nobody is linked", () => {
    expect(readRecipientEvent("5-1", FIELDS.with(3, ""))).not.toHaveProperty("userId");
  });

  it.each([
    [[]],
    [["event"]],
    [FIELDS.with(1, "married")],
    [FIELDS.with(5, "")],
    [FIELDS.with(7, "soon")],
    [DELIVERY],
  ])("takes %j for no such event", (fields) => {
    expect(readRecipientEvent("5-1", fields)).toBeUndefined();
  });

  it("can be told from an event about a notification", () => {
    const events = [readRecipientEvent("5-1", FIELDS), readDeliveryEvent("5-2", DELIVERY)];
    expect(events.map((event) => event && isDeliveryEvent(event))).toEqual([false, true]);
  });
});
