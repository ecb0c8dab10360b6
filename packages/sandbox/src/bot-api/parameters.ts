import { type Refusal, refuse } from "./answer.ts";

/** Parameters of a call as they came: always text from a form or a query, any JSON value from a JSON body. */
export type Fields = Readonly<Record<string, unknown>>;

/** Ids have at most 52 significant bits. */
const idMax = 2 ** 52 - 1;
const integerText = /^-?\d{1,16}$/;

/** Absent, null and empty are the same to Telegram. */
export function textOf(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === "string") return value;
  // JSON knows no other kinds: a number or a flag is written as it would stand in a form.
  return value === undefined || value === null ? "" : writeJson(value);
}

/** Telegram never refuses a bad number: what cannot be read is the default, what lies outside is moved to the edge. */
export function integerOf(
  fields: Fields,
  name: string,
  bounds: { min: number; max: number; default: number },
): number {
  const value = Number.parseInt(textOf(fields, name), 10);
  if (Number.isNaN(value)) return bounds.default;
  return Math.min(bounds.max, Math.max(bounds.min, value));
}

export function flagOf(fields: Fields, name: string): boolean {
  const value = textOf(fields, name).toLowerCase();
  return value === "true" || value === "yes" || value === "1";
}

/** An object or array, given as such or as JSON text; undefined when absent, `"malformed"` when it cannot be read. */
export function structureOf(fields: Fields, name: string): object | "malformed" | undefined {
  const value = fields[name];
  if (value === undefined || value === null || value === "") return undefined;
  if (typeof value === "object") return value;
  try {
    const parsed: unknown = JSON.parse(textOf(fields, name));
    return typeof parsed === "object" && parsed !== null ? parsed : "malformed";
  } catch {
    return "malformed";
  }
}

/** The chat a call names, or undefined when it names none that could exist here. Usernames are nobody's in the sandbox. */
export function chatIdIn(fields: Fields): number | undefined {
  const value = fields.chat_id;
  let id: number;
  if (typeof value === "number") id = value;
  else if (typeof value === "string" && integerText.test(value)) id = Number(value);
  else return undefined;
  return Number.isInteger(id) && id !== 0 && Math.abs(id) <= idMax ? id : undefined;
}

export function requireChatId(fields: Fields): number | Refusal {
  const id = chatIdIn(fields);
  if (id !== undefined) return id;
  return refuse(400, textOf(fields, "chat_id") === "" ? "chat_id is empty" : "chat not found");
}

/** JSON can be read nested more deeply than it can be written. Such a value means nothing to any method. */
function writeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return "";
  }
}
