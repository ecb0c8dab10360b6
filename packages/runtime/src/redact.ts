/**
 * A Telegram bot token anywhere in a text: digits, a colon, and at least twenty characters of the URL-safe
 * alphabet. Telegram's own tokens have 35 after the colon; twenty also catches one that was cut. In an address the
 * colon may be written as %3A. The bound on the digits keeps the search linear.
 */
const TOKEN = /\d{1,20}(?::|%3A)[A-Za-z0-9_-]{20,}/gi;

/** Replaces every bot token, and every one of `secrets`, in `text`. Safe to call twice. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let result = text.replace(TOKEN, "[token]");
  for (const secret of secrets) {
    if (secret !== "") result = result.replaceAll(secret, "[secret]");
  }
  return result;
}
