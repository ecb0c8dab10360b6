import { type Notification, readDoorPayload } from "@bellwire/schema";

export type Malformed = { door: string; reason: string; detail: string; raw: Buffer };

/** Reads what came through a door: a notification, or what is wrong with it. Never throws. */
export function readPayload(
  door: string,
  raw: Buffer,
): { ok: true; notification: Notification } | { ok: false; malformed: Malformed } {
  const parsed = readDoorPayload(raw);
  if (parsed.ok) return { ok: true, notification: parsed.value };
  const { code, detail } = parsed.problem;
  return { ok: false, malformed: { door, reason: code, detail, raw } };
}
