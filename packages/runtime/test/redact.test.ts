import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { redact } from "../src/redact.ts";

const TOKEN = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1";

describe("redact", () => {
  it.each([
    [`https://api.telegram.org/bot${TOKEN}/sendMessage`, "https://api.telegram.org/bot[token]/sendMessage"],
    [encodeURIComponent(`bot${TOKEN}`), "bot[token]"],
    [TOKEN, "[token]"],
    [`${TOKEN} and ${TOKEN}`, "[token] and [token]"],
    [TOKEN.slice(0, 31), "[token]"],
  ])("takes the token out of %s", (text, redacted) => {
    expect(redact(text)).toBe(redacted);
    expect(redact(redact(text))).toBe(redacted);
  });

  it("leaves times, addresses and short words alone", () => {
    const text = '{"time":"2026-11-21T10:48:10Z","address":"127.0.0.1:3000","pid":12,"a":1:short}';
    expect(redact(text)).toBe(text);
  });

  it("takes out every secret it is told, wherever it stands", () => {
    expect(redact("a key-one b key-one c key-two", ["key-one", "key-two", ""])).toBe(
      "a [secret] b [secret] c [secret]",
    );
    const text = fc.string();
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(redact(`${before}${TOKEN}${after}`)).not.toContain("AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw1");
      }),
    );
  });

  it("takes linear time on a long row of digits", () => {
    const digits = "1".repeat(1_000_000);
    expect(redact(digits)).toBe(digits);
  });
});
