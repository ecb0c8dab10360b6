import type { z } from "zod";
import { lossyError } from "./door.ts";
import { shownName } from "./field-name.ts";
import { isJsonObject, type JsonObject } from "./json-object.ts";
import { meantField } from "./meant-field.ts";
import {
  type Notification,
  notificationRequestSchema,
  notificationSchema,
  type Via,
} from "./notification.ts";
import { viaRule } from "./options/rules.ts";
import { tooFarAhead } from "./options/send-at.ts";
import { type ParsedJson, parseJsonBytes } from "./parse-json.ts";
import { type FieldError, type Parsed, refuse } from "./problem.ts";
import { isWellFormed, isWellFormedThroughout } from "./well-formed.ts";

const MAX_NAMES_SHOWN = 10;
const FIELDS = notificationSchema.strip();
const KNOWN: ReadonlySet<string> = new Set(Object.keys(notificationRequestSchema.shape));

/** What a publisher asks for over HTTP. */
export type NotificationRequest = { notification: Notification; via: Via };

/**
 * Reads the body of POST /notifications. Strict throughout: a field that the contract does not know is refused, so
 * that a typo is heard, and so are a number that parsing would alter and a lone surrogate, wherever they stand.
 * `via` is the channel unless the body says otherwise. Never throws.
 * @param nowMs what `send_at` is measured from
 */
export function readNotificationRequest(bytes: Uint8Array, nowMs = Date.now()): Parsed<NotificationRequest> {
  const parsed = parseJsonBytes(bytes);
  return parsed.ok ? judgeRequest(parsed.value, nowMs) : parsed;
}

/** The step after parsing; also for one item of a batch. */
export function judgeRequest({ value, lossyKeys }: ParsedJson, nowMs: number): Parsed<NotificationRequest> {
  if (lossyKeys.size > 0) return refuse("lossy_number", lossyErrors(lossyKeys));
  if (!isJsonObject(value)) return refuse("invalid_notification", [], "a notification must be a JSON object");
  const checked = FIELDS.safeParse(value);
  const errors = checked.success ? tooFarAhead(checked.data.send_at, nowMs, 0) : issuesOf(checked.error);
  const { via = "channel" } = value;
  if (!viaRule.accepts(via)) errors.push(...viaRule.errors(via));
  const foreign = Object.keys(value).filter((name) => !KNOWN.has(name));
  if (foreign.length > 0) errors.push(...surrogateErrors(value, foreign), ...unknownFieldErrors(foreign));
  if (!checked.success || !viaRule.accepts(via) || errors.length > 0) {
    return refuse("invalid_notification", errors);
  }
  return { ok: true, value: { notification: checked.data, via } };
}

function issuesOf(error: z.ZodError): FieldError[] {
  return error.issues.map((issue) => ({ path: issue.path.join("."), message: issue.message }));
}

/** The schema looks after its own fields; these are the others. */
function surrogateErrors(body: JsonObject, foreign: readonly string[]): FieldError[] {
  const name = foreign.find((each) => !isWellFormed(each) || !isWellFormedThroughout(body[each]));
  if (name === undefined) return [];
  const path = shownName(name);
  return [{ path, message: `${path} must be well formed: a surrogate has no partner` }];
}

function unknownFieldErrors(foreign: readonly string[]): FieldError[] {
  return foreign.slice(0, MAX_NAMES_SHOWN).map((name) => {
    const path = shownName(name);
    const meant = meantField(name);
    const hint = meant === undefined ? "" : ` (did you mean ${meant}?)`;
    return { path, message: `unknown field ${path}${hint}` };
  });
}

function lossyErrors(lossyKeys: ReadonlySet<string>): FieldError[] {
  return [...lossyKeys].slice(0, MAX_NAMES_SHOWN).map((key) => {
    const path = shownName(key);
    return lossyError(path, path === "" ? "the body" : path);
  });
}
