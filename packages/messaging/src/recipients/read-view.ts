import type { ChatReply, RecipientReply } from "../scripts/delivery/recipients-read.ts";
import type { ChatKind, ChatView, QuietHours, Recipient } from "./model.ts";

const OFF = "off:";

/** Makes of a script's answer what it tells of a chat. */
export function readChat([id, unreachable, waiting, parked, muted, fields]: ChatReply): ChatView {
  const values = toMap(fields);
  const [name, language, zone] = [values.get("name"), values.get("language"), values.get("zone")];
  const [linked, quiet] = [values.get("linked"), readQuiet(values.get("quiet"), zone)];
  return {
    id,
    kind: (values.get("kind") as ChatKind | undefined) ?? (id.startsWith("-") ? "group" : "private"),
    ...(name !== undefined && { name }),
    ...(language !== undefined && { language }),
    users: JSON.parse(values.get("users") ?? "[]") as string[],
    ...(linked !== undefined && { linkedMs: Number(linked) }),
    state: unreachable === "" ? "reachable" : unreachable,
    ...(muted === 1 && { mutedUntilMs: Number(values.get("muted")) }),
    ...(quiet !== undefined && { quiet }),
    ...(zone !== undefined && { zone }),
    categoriesOff: [...values.keys()]
      .filter((field) => field.startsWith(OFF))
      .map((field) => field.slice(OFF.length))
      .sort(),
    waiting,
    parked,
  };
}

/** Makes of a script's answer what it tells of a recipient. */
export function readRecipient([userId, parked, fields, chats]: RecipientReply): Recipient {
  const values = toMap(fields);
  const [linked, suspended] = [values.get("linked"), values.get("suspended")];
  return {
    userId,
    createdMs: Number(values.get("created") ?? 0),
    ...(linked !== undefined && { linkedMs: Number(linked) }),
    ...(suspended !== undefined && { suspendedMs: Number(suspended) }),
    chats: chats.map(readChat),
    parked,
  };
}

function readQuiet(text = "", zone = "UTC"): QuietHours | undefined {
  const { from, to } = /^(?<from>\d+)-(?<to>\d+):/.exec(text)?.groups ?? {};
  if (from === undefined || to === undefined) return undefined;
  return { fromMinute: Number(from), toMinute: Number(to), zone };
}

function toMap(fields: readonly string[]): Map<string, string> {
  const values = new Map<string, string>();
  for (let at = 0; at + 1 < fields.length; at += 2) values.set(fields[at] ?? "", fields[at + 1] ?? "");
  return values;
}
