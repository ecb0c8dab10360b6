import type { HubMessage } from "@bellwire/messaging";
import { parseJsonBytes } from "@bellwire/schema";
import { embeddable, withField } from "./json-text.ts";

type Shown = { encoding: "json" | "text" | "hex"; json: string };

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Many subscribers receive the same payload, and many readers are shown it: it is looked at once. */
const seen = new WeakMap<Buffer, Shown>();

/** The JSON of a message as the interface shows it. @param fields what else it says, before the message's own */
export function toMessageJson(message: HubMessage, fields: object = {}): string {
  const { seq, channel, pattern = null, payload, bytes, cut, atMs } = message;
  const { encoding, json } = show(payload);
  const received_at = new Date(atMs).toISOString();
  return withField({ ...fields, seq, channel, pattern, received_at, bytes, encoding, cut }, "payload", json);
}

/** The JSON that the payload is, unless readers would alter it; else the text that it is; else its bytes, as hexadecimal digits. */
function show(payload: Buffer): Shown {
  const known = seen.get(payload);
  if (known !== undefined) return known;
  const text = textOf(payload);
  const value = text === undefined || isAltered(payload) ? undefined : embeddable(text);
  let shown: Shown;
  if (value !== undefined) shown = { encoding: "json", json: value };
  else if (text !== undefined) shown = { encoding: "text", json: JSON.stringify(text) };
  else shown = { encoding: "hex", json: `"${payload.toString("hex")}"` };
  seen.set(payload, shown);
  return shown;
}

/** Whether it holds a number that the page, like most readers of JSON, would show as another one. */
function isAltered(payload: Buffer): boolean {
  const parsed = parseJsonBytes(payload);
  return parsed.ok && parsed.value.lossyKeys.size > 0;
}

/** undefined for what is not UTF-8, or holds control characters that nobody can read. */
function textOf(payload: Buffer): string | undefined {
  if (payload.some(isControl)) return undefined;
  try {
    return decoder.decode(payload);
  } catch {
    return undefined;
  }
}

function isControl(byte: number): boolean {
  return byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d;
}
