import { expect, it } from "vitest";
import { allowedActs } from "../../src/messages/acts.ts";
import { isEnd, STATES, stateWords } from "../../src/messages/states.ts";

/** The states of docs/lifecycle.md. */
const CONTRACT = {
  accepted: "waits",
  queued: "waits",
  scheduled: "waits",
  sending: "waits",
  retrying: "waits",
  held: "waits",
  parked: "waits",
  sent: "ended",
  failed: "ended",
  expired: "ended",
  cancelled: "ended",
  superseded: "ended",
} as const;

it("knows every state of the contract, and no other", () => {
  expect([...STATES.keys()].sort()).toEqual(Object.keys(CONTRACT).sort());
});

it.each(Object.entries(CONTRACT))("knows whether %s is an end", (state, is) => {
  expect(isEnd(state)).toBe(is === "ended");
});

it("says of another state that it does not know it", () => {
  expect(stateWords("frozen").words).toBe("A state that this page does not know.");
});

it("offers to stop whatever waits, and nothing for what went well", () => {
  for (const [state, is] of Object.entries(CONTRACT)) {
    expect(allowedActs(state).has("cancel"), state).toBe(is === "waits");
  }
  expect([...allowedActs("sent")]).toEqual([]);
  expect([...allowedActs("held")]).toEqual(["resend", "confirm", "cancel"]);
  expect([...allowedActs("frozen")]).toEqual([]);
});
