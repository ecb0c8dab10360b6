import { isJsonObject } from "../json-object.ts";
import { LIMITS } from "../limits.ts";
import { isVisibleText, visibleTextProblem } from "../message-text.ts";
import type { FieldError } from "../problem.ts";
import { isWellFormed } from "../well-formed.ts";
import type { OptionRule } from "./option-rule.ts";

/** Opens `url` when it is tapped. */
export type Button = { text: string; url: string };

/** The words for what is wrong with buttons; the zod schema uses the same. */
export const BUTTON_WORDS = {
  rows: "buttons must be an array of rows, each an array of buttons",
  rowCount: `buttons must have 1 to ${LIMITS.buttonRowsMax} rows`,
  row: "a row of buttons must be an array",
  buttonCount: `a row must have 1 to ${LIMITS.buttonsPerRowMax} buttons`,
  button: "a button must be an object with text and url",
  more: "a button has a text and a url and nothing else",
} as const;

const ADDRESS = /^(?:https?|tg):\/\/[^\s\p{Cc}]+$/iu;

export function isButtonText(value: unknown): value is string {
  return isVisibleText(value, LIMITS.buttonTextMaxUnits);
}

export function buttonTextProblem(value: unknown): string {
  return visibleTextProblem("the text of a button", value, LIMITS.buttonTextMaxUnits);
}

/** Whether Telegram may be given `value` as the address of a button. It may still not like the host. */
export function isButtonUrl(value: unknown): value is string {
  return (
    typeof value === "string" &&
    value.length <= LIMITS.buttonUrlMaxUnits &&
    ADDRESS.test(value) &&
    isWellFormed(value) &&
    isParsedAsUrl(value)
  );
}

/** Not URL.canParse: once Node 20 has optimised it, it says no to addresses with letters such as ü. */
function isParsedAsUrl(text: string): boolean {
  try {
    return new URL(text).protocol !== "";
  } catch {
    return false;
  }
}

export function buttonUrlProblem(value: unknown): string {
  if (value === undefined) return "a button must have a url: other kinds of buttons are not supported";
  if (typeof value !== "string") return "the url of a button must be a string";
  if (value.length > LIMITS.buttonUrlMaxUnits) {
    return `the url of a button must have at most ${LIMITS.buttonUrlMaxUnits} UTF-16 code units`;
  }
  return "the url of a button must be an address that begins with https://, http:// or tg://";
}

/** `buttons`: rows of buttons. More fields of a button than the two are nothing to this rule. */
export const buttonsRule: OptionRule<Button[][]> = {
  accepts: (value): value is Button[][] =>
    isListOf(value, LIMITS.buttonRowsMax) &&
    value.every((row) => isListOf(row, LIMITS.buttonsPerRowMax) && row.every(isButton)),
  errors: buttonErrors,
};

/** The same buttons with nothing in them but text and url. */
export function plainButtons(rows: readonly (readonly Button[])[]): Button[][] {
  return rows.map((row) => row.map(({ text, url }) => ({ text, url })));
}

function isListOf(value: unknown, max: number): value is unknown[] {
  return Array.isArray(value) && value.length >= 1 && value.length <= max;
}

function isButton(value: unknown): boolean {
  return isJsonObject(value) && isButtonText(value.text) && isButtonUrl(value.url);
}

/** Counts before it looks inside, so that an array of a hundred thousand rows is one error. */
function buttonErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [{ path: "buttons", message: BUTTON_WORDS.rows }];
  if (!isListOf(value, LIMITS.buttonRowsMax)) return [{ path: "buttons", message: BUTTON_WORDS.rowCount }];
  return value.flatMap((row: unknown, index) => {
    const path = `buttons.${index}`;
    if (!Array.isArray(row)) return [{ path, message: BUTTON_WORDS.row }];
    if (!isListOf(row, LIMITS.buttonsPerRowMax)) return [{ path, message: BUTTON_WORDS.buttonCount }];
    return row.flatMap((button: unknown, column) => oneButtonErrors(button, `${path}.${column}`));
  });
}

function oneButtonErrors(button: unknown, path: string): FieldError[] {
  if (!isJsonObject(button)) return [{ path, message: BUTTON_WORDS.button }];
  const errors: FieldError[] = [];
  const { text, url } = button;
  if (!isButtonText(text)) errors.push({ path: `${path}.text`, message: buttonTextProblem(text) });
  if (!isButtonUrl(url)) errors.push({ path: `${path}.url`, message: buttonUrlProblem(url) });
  return errors;
}
