import { describe, expect, it } from "vitest";
import { isLoopback } from "../src/loopback.ts";

describe("isLoopback", () => {
  it.each(["localhost", "127.0.0.1", "127.1.2.3", "::1"])("holds for %s", (host) => {
    expect(isLoopback(host)).toBe(true);
  });
  it.each(["0.0.0.0", "::", "10.0.0.1", "127.0.0.1.example.org", "localhost.example.org", ""])(
    "does not hold for %j",
    (host) => {
      expect(isLoopback(host)).toBe(false);
    },
  );
});
