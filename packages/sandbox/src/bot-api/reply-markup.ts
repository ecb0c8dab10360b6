import type { Button } from "../model/types.ts";
import { type Refusal, refuse } from "./answer.ts";
import { type Fields, structureOf } from "./parameters.ts";

const buttonsMax = 100;
const markupMaxUnits = 10_000;
const dataMaxBytes = 64;

/** The inline keyboard of a call. Other kinds of reply markup are accepted and not shown. */
export function readButtons(fields: Fields): Button[][] | Refusal | undefined {
  const markup = structureOf(fields, "reply_markup");
  if (markup === undefined) return undefined;
  if (markup === "malformed" || Array.isArray(markup)) return refuse(400, "object expected as reply markup");
  if (!("inline_keyboard" in markup)) return undefined;
  const rows: unknown = markup.inline_keyboard;
  if (!Array.isArray(rows)) return refuse(400, 'field "inline_keyboard" must be of the type Array');
  const keyboard: Button[][] = [];
  for (const row of rows) {
    if (!Array.isArray(row)) return refuse(400, "inline keyboard row must be of the type Array");
    const buttons: Button[] = [];
    for (const given of row) {
      const button = readButton(given);
      if (isProblem(button)) return button;
      buttons.push(button);
    }
    if (buttons.length > 0) keyboard.push(buttons);
  }
  // Counted on what was read, which is two levels deep whatever the call nested.
  if (keyboard.flat().length > buttonsMax || JSON.stringify(keyboard).length > markupMaxUnits)
    return refuse(400, "reply markup is too long");
  return keyboard.length === 0 ? undefined : keyboard;
}

function readButton(value: unknown): Button | Refusal {
  if (typeof value !== "object" || value === null)
    return refuse(400, "inline keyboard button must be an Object");
  const { text, url, callback_data: data } = value as Partial<Record<keyof Button, unknown>>;
  if (typeof text !== "string" || text.trim() === "")
    return refuse(400, "inline keyboard button text must be non-empty");
  if (typeof data === "string") {
    const bytes = Buffer.byteLength(data);
    return bytes >= 1 && bytes <= dataMaxBytes
      ? { text, callback_data: data }
      : refuse(400, "BUTTON_DATA_INVALID");
  }
  if (typeof url === "string") {
    const address = /^[a-z][a-z0-9+.-]*:/i.test(url) ? url : `http://${url}`;
    return URL.canParse(address) ? { text, url: address } : refuse(400, "BUTTON_URL_INVALID");
  }
  return refuse(400, "text buttons are unallowed in the inline keyboard");
}

function isProblem(value: Button | Refusal): value is Refusal {
  return "error_code" in value;
}
