import { describe, expect, it } from "vitest";
import { isWebhookAddress } from "../../src/webhooks/webhook-address.ts";

describe("isWebhookAddress", () => {
  it.each([
    "https://app.example/hooks?from=bellwire",
    "https://127.0.0.1:8443/",
    "http://localhost:8000/hooks",
    "http://127.0.0.1:8000",
    "http://127.9.9.9",
    "http://[::1]:8000/",
    "http://[fd00::7]/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.1.7/",
    "http://app:8000/hooks",
    "http://app.internal/",
    "http://app.default.svc.cluster.local/",
  ])("takes %s", (address) => expect(isWebhookAddress(address)).toBe(true));

  it.each([
    "",
    "app.example/hooks",
    "ftp://app.example/",
    "file:///etc/passwd",
    "http://app.example/hooks",
    "http://8.8.8.8/",
    "http://172.32.0.1/",
    "http://[2001:db8::1]/",
    "http://localhost.example/",
    "https://user:password@app.example/",
    "https://user@app.example/",
  ])("refuses %s", (address) => expect(isWebhookAddress(address)).toBe(false));
});
