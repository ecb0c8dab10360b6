import { expect, it } from "vitest";
import { addressOf, tabAddress } from "../../src/messages/address.ts";

it("keeps what the reader looked for when a message is opened, and drops it with another list", () => {
  const params = { state: "failed", q: "order" };
  expect(addressOf(params, "a:1")).toBe("#/messages?state=failed&q=order&id=a%3A1");
  expect(addressOf({ ...params, id: "a" }, undefined)).toBe("#/messages?state=failed&q=order");
  expect(tabAddress("dead")).toBe("#/messages?tab=dead");
  expect(tabAddress("messages")).toBe("#/messages");
});
