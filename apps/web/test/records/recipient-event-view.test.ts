import { expect, it } from "vitest";
import { toRecipientEventView } from "../../src/records/recipient-event-view.ts";

const EVENT = {
  entryId: "5-1",
  event: "suspended",
  userId: "customer-8731",
  chatId: "-100",
  atMs: Date.UTC(2027, 0, 31, 9),
  reason: "blocked",
} as const;

it("shows what the event tells", () => {
  const shown = { user_id: "customer-8731", chat_id: -100, at: "2027-01-31T09:00:00.000Z" };
  expect(toRecipientEventView(EVENT)).toEqual({ event: "suspended", reason: "blocked", ...shown });
  const { reason: _reason, ...others } = EVENT;
  expect(toRecipientEventView({ ...others, event: "replied", text: "", messageId: 5 })).toEqual({
    ...{ event: "replied", text: "", message_id: 5 },
    ...shown,
  });
  expect(toRecipientEventView({ ...EVENT, userId: "42" })).toMatchObject({ user_id: 42 });
  const { userId: _nobody, ...unlinked } = EVENT;
  expect(toRecipientEventView(unlinked)).toMatchObject({ user_id: null, chat_id: -100 });
});

it("shows nothing of what is none of ours", () => {
  expect(toRecipientEventView({ ...EVENT, chatId: "somewhere" })).toBeUndefined();
  expect(toRecipientEventView({ ...EVENT, atMs: 1e20 })).toBeUndefined();
});
