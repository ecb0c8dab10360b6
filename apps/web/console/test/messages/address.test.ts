import { expect, it } from "vitest";
import { addressOf, isUserId, tabAddress } from "../../src/messages/address.ts";

it("keeps what the reader looked for when a message is opened, and drops it with another list", () => {
  const params = { state: "failed", q: "order" };
  expect(addressOf(params, "a:1")).toBe("#/messages?state=failed&q=order&id=a%3A1");
  expect(addressOf({ ...params, id: "a" }, undefined)).toBe("#/messages?state=failed&q=order");
  expect(tabAddress("dead")).toBe("#/messages?tab=dead");
  expect(tabAddress("messages")).toBe("#/messages");
});

it.each(["42", "-1001234567890"])("takes %s for the id of a chat", (text) => {
  expect(isUserId(text)).toBe(true);
});

it.each(["", "0", "042", "4.2", "forty-two", "12345678901234567"])("takes %j for a text", (text) => {
  expect(isUserId(text)).toBe(false);
});
