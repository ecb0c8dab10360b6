const FORM = /^whsec_((?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?)$/;
const BYTES_MIN = 24;
const BYTES_MAX = 64;

/** Whether `text` is a secret of Standard Webhooks: `whsec_`, and 24 to 64 bytes in base64. */
export function isWebhookSecret(text: string): boolean {
  const base64 = FORM.exec(text)?.[1];
  if (base64 === undefined) return false;
  const { length } = Buffer.from(base64, "base64");
  return length >= BYTES_MIN && length <= BYTES_MAX;
}
