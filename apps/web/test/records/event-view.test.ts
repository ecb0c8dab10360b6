import { expect, it } from "vitest";
import { toEventView } from "../../src/records/event-view.ts";

const EVENT = {
  entryId: "5-1",
  id: "a",
  lane: "-100",
  state: "sent",
  atMs: Date.UTC(2027, 0, 31, 9),
  revision: 4,
} as const;

it("shows what the event tells", () => {
  const shown = { id: "a", user_id: -100, state: "sent", at: "2027-01-31T09:00:00.000Z", revision: 4 };
  expect(toEventView(EVENT)).toEqual(shown);
  const told = { ...EVENT, reason: "blocked", attempt: 2, messageId: 77, door: "queue" as const };
  expect(toEventView(told)).toEqual({
    ...shown,
    reason: "blocked",
    attempt: 2,
    message_id: 77,
    via: "queue",
  });
});

it("says of a copy what it is a copy of", () => {
  expect(toEventView({ ...EVENT, id: "order-1~-100" })).toMatchObject({ copy_of: "order-1" });
});

it("names a user of the app by the text, and by the number that it is", () => {
  expect(toEventView({ ...EVENT, lane: "customer-8731" })).toMatchObject({ user_id: "customer-8731" });
  expect(toEventView({ ...EVENT, lane: "042" })).toMatchObject({ user_id: "042" });
  expect(toEventView({ ...EVENT, lane: "42" })).toMatchObject({ user_id: 42 });
});

it("shows nothing of what is none of ours", () => {
  expect(toEventView({ ...EVENT, lane: "" })).toBeUndefined();
  expect(toEventView({ ...EVENT, atMs: 1e20 })).toBeUndefined();
});
