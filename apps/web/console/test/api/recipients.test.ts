import { expect, it } from "vitest";
import { parseRecipient, recipientPath } from "../../src/api/recipients.ts";

const BODY = {
  user_id: "shop-7",
  state: "linked",
  created_at: "2026-11-21T10:00:00.000Z",
  linked_at: "2026-11-21T10:05:00.000Z",
  parked: 0,
  chats: [
    {
      chat_id: 4242,
      kind: "private",
      name: "Ada",
      language: "de",
      state: "blocked",
      linked_at: "2026-11-21T10:05:00.000Z",
      muted_until: null,
      quiet_hours: { from: "22:00", to: "07:00", time_zone: "Europe/Berlin" },
      categories_off: ["news", 7],
      waiting: 1,
      parked: 2,
    },
  ],
};

it("reads a recipient and its chats", () => {
  expect(parseRecipient(BODY)).toEqual({
    id: "shop-7",
    state: "linked",
    createdAtMs: Date.parse(BODY.created_at),
    linkedAtMs: Date.parse(BODY.linked_at),
    parked: 0,
    chats: [
      {
        id: "4242",
        kind: "private",
        name: "Ada",
        language: "de",
        state: "blocked",
        linkedAtMs: Date.parse(BODY.linked_at),
        mutedUntilMs: undefined,
        quietHours: { from: "22:00", to: "07:00", timeZone: "Europe/Berlin" },
        categoriesOff: ["news"],
        waiting: 1,
        parked: 2,
      },
    ],
  });
});

it("names a person of a number by its text, and minds nothing that is missing", () => {
  expect(parseRecipient({ user_id: 42, chats: [null, {}] })).toMatchObject({
    id: "42",
    state: "pending",
    chats: [],
  });
  expect(parseRecipient({ state: "linked" })).toBeUndefined();
});

it("keeps an id whole in an address, whatever is in it", () => {
  expect(recipientPath("a/b?c #%")).toBe("/recipients/a%2Fb%3Fc%20%23%25");
});
