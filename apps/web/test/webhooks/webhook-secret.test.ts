import { expect, it } from "vitest";
import { isWebhookSecret } from "../../src/webhooks/webhook-secret.ts";

const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString("base64")}`;

it.each([24, 25, 26, 32, 64])("takes %i bytes in base64", (bytes) =>
  expect(isWebhookSecret(secretOf(bytes))).toBe(true),
);

it.each([
  secretOf(23),
  secretOf(65),
  secretOf(32).slice("whsec_".length),
  `${secretOf(32)}=`,
  secretOf(32).slice(0, -1),
  `whsec_${"a-_b".repeat(8)}`,
  `${secretOf(24)} `,
  "whsec_",
  "",
])("refuses %j", (text) => expect(isWebhookSecret(text)).toBe(false));
