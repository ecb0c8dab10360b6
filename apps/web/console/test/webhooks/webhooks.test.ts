import { expect, it } from "vitest";
import { outcomeWords, parseDelivery, parseWebhooks } from "../../src/webhooks/webhooks.ts";

const DELIVERY = {
  id: "evt_1-0",
  type: "notification.sent",
  state: "dead",
  attempts: 11,
  created_at: "2026-11-21T10:00:00.000Z",
  last_status: 500,
  last_error: "the receiver answered 500",
  user_id: 42,
  notification_id: "order-1",
};

it("reads how the calls are", () => {
  const body = { configured: true, host: "app.example", waiting: 3, dead: 1, delivered: 9, missed: 0 };
  expect(parseWebhooks(body)).toMatchObject({ configured: true, host: "app.example", missed: 0 });
  expect(parseWebhooks(body).counts).toEqual({ waiting: 3, delivered: 9, dead: 1 });
  expect(parseWebhooks({ configured: false })).toMatchObject({ configured: false, host: undefined });
  expect(parseWebhooks(undefined).configured).toBe(false);
});

it("reads a call, and nothing that is none", () => {
  expect(parseDelivery(DELIVERY)).toMatchObject({
    id: "evt_1-0",
    attempts: 11,
    userId: "42",
    nextAtMs: undefined,
  });
  expect(parseDelivery({ id: "evt_1-0" })).toBeUndefined();
});

it.each([
  [{}, undefined],
  [{ last_error: "connection refused" }, "connection refused"],
  [{ last_status: 204 }, "HTTP 204"],
  [{ last_status: 500, last_error: "the receiver answered 500" }, "the receiver answered 500"],
  [{ last_status: 302, last_error: "a redirect is not followed" }, "HTTP 302: a redirect is not followed"],
])("says what a call came to: %j", (answer, words) => {
  const delivery = parseDelivery({ id: "evt_1-0", type: "recipient.linked", state: "waiting", ...answer });
  expect(delivery && outcomeWords(delivery)).toBe(words);
});
