import { describe, expect, it } from "vitest";
import { toCallResult } from "../../src/telegram/call-failure.ts";

const failed = (message: string, properties: object) =>
  toCallResult(Object.assign(new Error(message), { name: "FetchError", ...properties }), "timeout");

describe("toCallResult", () => {
  it.each([
    ["connect ECONNREFUSED 127.0.0.1:1", "ECONNREFUSED"],
    ["getaddrinfo ENOTFOUND api.telegram.org", "ENOTFOUND"],
    ["getaddrinfo EAI_AGAIN api.telegram.org", "EAI_AGAIN"],
    ["connect EHOSTUNREACH 10.0.0.1:443", "EHOSTUNREACH"],
    ["connect ETIMEDOUT 10.0.0.1:443", "ETIMEDOUT"],
    ["", "ETIMEDOUT"],
    ["write EPROTO 80:error:wrong version number", "EPROTO"],
    ["certificate has expired", "CERT_HAS_EXPIRED"],
  ])("knows by %j that nothing was sent", (message, code) => {
    expect(failed(message, { code })).toEqual({ kind: "failed", sent: "no", reason: "unreachable" });
  });

  it.each([
    ["read ETIMEDOUT", "ETIMEDOUT"],
    ["write ETIMEDOUT", "ETIMEDOUT"],
    ["read EHOSTUNREACH", "EHOSTUNREACH"],
    ["read ENETUNREACH", "ENETUNREACH"],
    ["read EPROTO", "EPROTO"],
    ["read ECONNRESET", "ECONNRESET"],
    ["socket hang up", "ECONNRESET"],
  ])("does not know by %j", (message, code) => {
    expect(failed(message, { code })).toEqual({ kind: "failed", sent: "unknown", reason: "connection_lost" });
  });

  it("takes its own abort for what the caller says it was", () => {
    const abort = Object.assign(new Error("The user aborted a request."), { name: "AbortError" });
    expect(toCallResult(abort, "aborted")).toEqual({ kind: "failed", sent: "unknown", reason: "aborted" });
    expect(toCallResult(abort, "timeout")).toMatchObject({ reason: "timeout" });
  });

  it.each([undefined, null, "thrown text", {}, new TypeError("of the library")])(
    "does not know what came of a call that threw %j",
    (error) => {
      expect(toCallResult(error, "timeout")).toEqual({
        kind: "failed",
        sent: "unknown",
        reason: "unreadable_answer",
      });
    },
  );
});
