import { shownName } from "./field-name.ts";
import { isJsonObject, type JsonObject } from "./fields.ts";
import { type Notification, notificationSchema } from "./notification.ts";
import { isOption, meantField, unlandedOptions } from "./options.ts";
import { parseJsonBytes } from "./parse-json.ts";
import { type FieldError, type Parsed, refuse } from "./problem.ts";
import { findLoneSurrogate } from "./well-formed.ts";

const MAX_NAMES_SHOWN = 10;
const FIELDS = notificationSchema.strip();

/**
 * Reads the body of POST /notifications. Strict throughout: a field that the contract does not know is refused, so
 * that a typo is heard, and so are a number that parsing would alter and a lone surrogate, wherever they stand.
 * `via: "channel"` is the default and leaves no trace in the result. Never throws.
 */
export function readNotificationRequest(bytes: Uint8Array): Parsed<Notification> {
  const parsed = parseJsonBytes(bytes);
  if (!parsed.ok) return parsed;
  const { value, lossyKeys } = parsed.value;
  if (lossyKeys.size > 0) return refuse("lossy_number", lossyErrors(lossyKeys));
  if (!isJsonObject(value)) return refuse("invalid_notification", [], "the body must be a JSON object");
  const errors = [...valueErrors(value), ...surrogateErrors(value), ...unknownFieldErrors(value)];
  if (errors.length > 0) return refuse("invalid_notification", errors);
  const unlanded = [...viaErrors(value), ...unlandedOptions(Object.keys(value))];
  if (unlanded.length > 0) return refuse("not_supported", unlanded);
  return { ok: true, value: FIELDS.parse(value) };
}

function valueErrors(body: JsonObject): FieldError[] {
  const checked = FIELDS.safeParse(body);
  if (checked.success) return [];
  return checked.error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
}

/** The message's own surrogates are reported with the message. */
function surrogateErrors(body: JsonObject): FieldError[] {
  const { message: _message, ...rest } = body;
  const name = findLoneSurrogate(rest);
  if (name === undefined) return [];
  return [
    { path: shownName(name), message: `${shownName(name)} must be well formed: a surrogate has no partner` },
  ];
}

function unknownFieldErrors(body: JsonObject): FieldError[] {
  const unknown = Object.keys(body).filter((name) => !Object.hasOwn(FIELDS.shape, name) && !isOption(name));
  return unknown.slice(0, MAX_NAMES_SHOWN).map((name) => {
    const meant = meantField(name);
    const hint = meant === undefined ? "" : ` (did you mean ${meant}?)`;
    return { path: shownName(name), message: `unknown field ${shownName(name)}${hint}` };
  });
}

function viaErrors(body: JsonObject): FieldError[] {
  if (!Object.hasOwn(body, "via") || body.via === "channel") return [];
  return [{ path: "via", message: 'via other than "channel" is not supported yet' }];
}

function lossyErrors(lossyKeys: ReadonlySet<string>): FieldError[] {
  return [...lossyKeys].slice(0, MAX_NAMES_SHOWN).map((key) => {
    const path = shownName(key);
    const where = path === "" ? "the body" : path;
    return { path, message: `${where} holds a number with more digits than survive JSON parsing` };
  });
}
