import { expect, it } from "vitest";
import { hashOf, parseHash } from "../../src/shell/route.ts";

it.each([
  ["#/messages", { view: "messages", params: {} }],
  [
    "#/messages?state=failed&q=on+its+way",
    { view: "messages", params: { state: "failed", q: "on its way" } },
  ],
  ["#/messages?q=a%3Fb%26c%23d", { view: "messages", params: { q: "a?b&c#d" } }],
  ["#/", { view: "", params: {} }],
  ["", { view: "", params: {} }],
  ["#health", { view: "", params: {} }],
  ["#/messages?q=100%", { view: "messages", params: { q: "100%" } }],
])("reads %s", (hash, route) => {
  expect(parseHash(hash)).toEqual(route);
});

it("leaves out a parameter that is not there", () => {
  expect(hashOf("messages", { state: undefined, id: "n1" })).toBe("#/messages?id=n1");
  expect(hashOf("messages", { state: undefined })).toBe("#/messages");
});

it.each(["a&b=c#d?e", "100 %", "é🔔", "+ +"])("reads %s as it was written", (q) => {
  expect(parseHash(hashOf("messages", { q })).params).toEqual({ q });
});
