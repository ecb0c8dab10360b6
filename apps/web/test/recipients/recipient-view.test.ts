import type { ChatView, Recipient } from "@bellwire/messaging";
import { expect, it } from "vitest";
import { toRecipientView } from "../../src/recipients/recipient-view.ts";

const AT_MS = Date.UTC(2027, 0, 31, 9);
const AT = "2027-01-31T09:00:00.000Z";

function chat(fields: Partial<ChatView> = {}): ChatView {
  return {
    ...{ id: "-100", kind: "group", users: ["ann"], state: "reachable" },
    ...{ categoriesOff: [], waiting: 0, parked: 0 },
    ...fields,
  };
}

function recipient(fields: Partial<Recipient> = {}): Recipient {
  return { userId: "ann", createdMs: AT_MS, chats: [], parked: 0, ...fields };
}

it("shows a user of the app by its text, and by the number that it is", () => {
  const nobody = { state: "pending", created_at: AT, linked_at: null, parked: 0, chats: [] };
  expect(toRecipientView(recipient())).toEqual({ user_id: "ann", ...nobody });
  expect(toRecipientView(recipient({ userId: "42" }))).toEqual({ user_id: 42, ...nobody });
});

it("shows what is known of a chat", () => {
  const known = chat({
    ...{ name: "Family", language: "de", linkedMs: AT_MS, mutedUntilMs: AT_MS, waiting: 1, parked: 2 },
    ...{ quiet: { fromMinute: 1325, toMinute: 65, zone: "Europe/Berlin" }, categoriesOff: ["news"] },
  });
  expect(toRecipientView(recipient({ chats: [known], linkedMs: AT_MS }))).toMatchObject({
    linked_at: AT,
    chats: [
      {
        ...{ chat_id: -100, kind: "group", name: "Family", language: "de", state: "reachable" },
        ...{ linked_at: AT, muted_until: AT, categories_off: ["news"], waiting: 1, parked: 2 },
        quiet_hours: { from: "22:05", to: "01:05", time_zone: "Europe/Berlin" },
      },
    ],
  });
});

it("sums up the state of the chats", () => {
  const stateOf = (suspendedMs: number | undefined, ...states: string[]) =>
    toRecipientView(
      recipient({
        chats: states.map((state) => chat({ state })),
        ...(suspendedMs !== undefined && { suspendedMs }),
      }),
    ).state;
  expect(stateOf(undefined)).toBe("pending");
  expect(stateOf(undefined, "blocked", "reachable")).toBe("linked");
  expect(stateOf(undefined, "blocked", "stopped")).toBe("unreachable");
  expect(stateOf(AT_MS, "suspended", "stopped")).toBe("suspended");
  expect(stateOf(AT_MS)).toBe("suspended");
});
