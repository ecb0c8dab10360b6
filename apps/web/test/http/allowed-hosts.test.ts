import { describe, expect, it } from "vitest";
import { isAllowedHost, isAllowedOrigin, readAllowedHost } from "../../src/http/allowed-hosts.ts";

const allowed = ["localhost", "127.0.0.1", "[::1]", "bell.example:8443", "plain.example:80"].flatMap(
  (entry) => readAllowedHost(entry) ?? [],
);

describe("allowed hosts", () => {
  it.each([
    ["localhost", true],
    ["localhost:3000", true],
    ["LocalHost:3000", true],
    ["127.0.0.1:1", true],
    ["[::1]:3000", true],
    ["bell.example:8443", true],
    ["plain.example", true],
    ["bell.example", false],
    ["bell.example:80", false],
    ["evil.example", false],
    ["localhost.evil.example", false],
    ["evil.example:3000", false],
    ["localhost:3000@evil.example", false],
    ["localhost:", false],
    ["localhost, evil.example", false],
    ["", false],
    [undefined, false],
  ])("Host %j: %s", (header, expected) => {
    expect(isAllowedHost(header, allowed)).toBe(expected);
  });

  it.each([
    ["http://localhost:3000", true],
    ["https://localhost", true],
    ["https://bell.example:8443", true],
    ["null", false],
    ["http://evil.example", false],
    ["file://localhost", false],
    ["http://localhost:3000/path", false],
    ["http://localhost@evil.example", false],
    ["localhost", false],
    ["", false],
  ])("Origin %j: %s", (origin, expected) => {
    expect(isAllowedOrigin(origin, allowed)).toBe(expected);
  });
});
