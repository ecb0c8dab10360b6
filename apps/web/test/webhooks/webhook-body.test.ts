import type { DeliveryEvent, RecipientEvent } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import { webhookBody } from "../../src/webhooks/webhook-body.ts";

const AT_MS = Date.parse("2027-01-31T09:00:00.123Z");
const sent: DeliveryEvent = {
  ...{ entryId: "1-1", id: "order-1", lane: "42", state: "sent", atMs: AT_MS, revision: 4, messageId: 12 },
};
const replied: RecipientEvent = {
  ...{ entryId: "1-2", event: "replied", userId: "ann", chatId: "-7", atMs: AT_MS, text: "hi", messageId: 9 },
};
const read = (...of: Parameters<typeof webhookBody>) => JSON.parse(webhookBody(...of) ?? "null") as unknown;

describe("webhookBody", () => {
  it("tells of a notification what the events tell", () => {
    expect(read("notification.sent", sent)).toEqual({
      type: "notification.sent",
      timestamp: "2027-01-31T09:00:00.123Z",
      data: {
        ...{ id: "order-1", user_id: 42, state: "sent", at: "2027-01-31T09:00:00.123Z", revision: 4 },
        message_id: 12,
      },
    });
  });

  it("tells of a recipient", () => {
    expect(read("recipient.replied", replied)).toEqual({
      type: "recipient.replied",
      timestamp: "2027-01-31T09:00:00.123Z",
      data: {
        ...{ event: "replied", user_id: "ann", chat_id: -7, at: "2027-01-31T09:00:00.123Z" },
        ...{ text: "hi", message_id: 9 },
      },
    });
  });

  it("has nothing to say of what is no event of ours", () => {
    expect(webhookBody("notification.sent", undefined)).toBeUndefined();
    expect(webhookBody("recipient.replied", { ...replied, atMs: 1e18 })).toBeUndefined();
    expect(webhookBody("recipient.replied", { ...replied, chatId: "nobody" })).toBeUndefined();
  });
});
