// Any decimal of up to 15 significant digits survives a double and back, as long as its exponent is not huge.
const ALWAYS_KEPT_CHARACTERS = 15;
const HUGE_EXPONENT = /[eE][+-]?\d{3}/;
const ZERO = 48;

/**
 * Whether a JSON number, given as written, comes out of JSON.parse and back as another decimal.
 * 9007199254740993, 1e400, 1e-400: yes. 42.0, 4.2e1, 0.1, 1e21, -0: no. Linear in the length of the text,
 * whatever the exponent. Text that is no JSON number may be answered either way.
 */
export function isAlteredByParsing(text: string): boolean {
  if (text.length <= ALWAYS_KEPT_CHARACTERS && !HUGE_EXPONENT.test(text)) return false;
  const parsed = Number(text);
  if (!Number.isFinite(parsed)) return true;
  const written = significantDigits(text);
  if (written === "") return false;
  // Parsing rounds to the nearest double, at most by a factor of two, so equal digits are the same number.
  return written !== significantDigits(String(parsed));
}

/** The digits before the exponent, without the zeros on both sides; none for zero. */
function significantDigits(text: string): string {
  const [mantissa = ""] = text.split(/[eE]/);
  const digits = mantissa.replace("-", "").replace(".", "");
  // Loops, not /^0+/ and /0+$/: the second costs the square of the length on 000…01.
  let start = 0;
  let end = digits.length;
  while (start < end && digits.charCodeAt(start) === ZERO) start++;
  while (end > start && digits.charCodeAt(end - 1) === ZERO) end--;
  return digits.slice(start, end);
}
