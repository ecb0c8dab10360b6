import { describe, expect, it } from "vitest";
import { toCallResult } from "../../src/telegram/call-failure.ts";

const failed = (message: string, properties: object) =>
  toCallResult(Object.assign(new Error(message), properties));

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
    ["wrong version number", "ERR_SSL_WRONG_VERSION_NUMBER"],
    ["Connect Timeout Error", "UND_ERR_CONNECT_TIMEOUT"],
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
    ["other side closed", "UND_ERR_SOCKET"],
  ])("does not know by %j", (message, code) => {
    expect(failed(message, { code })).toEqual({ kind: "failed", sent: "unknown", reason: "connection_lost" });
  });

  it.each([undefined, null, "thrown text", {}, new TypeError("of the library")])(
    "does not know what came of a call that threw %j",
    (error) => {
      expect(toCallResult(error)).toEqual({
        kind: "failed",
        sent: "unknown",
        reason: "unreadable_answer",
      });
    },
  );
});
