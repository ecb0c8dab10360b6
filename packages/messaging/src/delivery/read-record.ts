import type { DeliveryState, Door, Priority } from "./model.ts";
import type { DeliveryRecord, TimelineEntry } from "./record.ts";

/**
 * A record from the fields of its hash and, while it is with a worker, its line in the hash of flights; undefined when there
 * is none, or it is no record of ours.
 */
export function readRecord(
  id: string,
  stored: Readonly<Record<string, string>>,
  flight: string | null,
): DeliveryRecord | undefined {
  const fields = { ...stored, ...readFlight(flight) };
  // Where a record stands as most do when they come in, that is not written: see scripts/delivery/records.ts.
  const { state = "queued", lane, body } = fields;
  if (lane === undefined || body === undefined) return undefined;
  const number = (name: string) => Number(fields[name] ?? 0) || 0;
  const optional = (name: string) => (fields[name] ? Number(fields[name]) : undefined);
  const timeline = readTimeline(fields.timeline ?? "");
  const record: DeliveryRecord = {
    id,
    lane,
    body,
    state: state as DeliveryState,
    revision: number("revision") || 1,
    copies: (fields.copies ?? "").split(",").filter(Boolean),
    door: (fields.door ?? "channel") as Door,
    priority: (fields.priority ?? "normal") as Priority,
    acceptedMs: number("accepted"),
    changedMs: Math.max(number("accepted"), number("changed"), number("began")),
    attempts: number("tries") - number("uncounted"),
    tries: number("tries"),
    // Of what was sent at once only the history tells.
    partsSent: number("part") || Number(state === "sent"),
    messageIds: fields.messages?.split(",").map(Number) ?? messageIdsIn(timeline),
    holdUnknown: fields.hold === "1",
    timeline,
  };
  const further = {
    dueMs: optional("due"),
    expiresMs: optional("expires"),
    nextMs: optional("next"),
    parts: optional("parts"),
    reason: fields.reason || undefined,
    replaceKey: fields.replace || undefined,
    category: fields.category || undefined,
    chat: fields.route || (fields.linked === "1" ? undefined : lane),
  };
  return Object.assign(record, withoutAbsent(further));
}

/** How the attempt that is under way changed the record, which is written when it ends; see scripts/delivery/flights.ts. */
function readFlight(line: string | null): Record<string, string> {
  const [, , , began = "-", tries = "", revision = ""] = line?.split(" ") ?? [];
  return began === "-" ? {} : { state: "sending", began, tries, revision };
}

function messageIdsIn(timeline: readonly TimelineEntry[]): number[] {
  return timeline.flatMap(({ messageId }) => messageId ?? []);
}

type WithoutAbsent<Value> = { [Name in keyof Value]?: Exclude<Value[Name], undefined> };

function withoutAbsent<Value extends object>(value: Value): WithoutAbsent<Value> {
  return Object.fromEntries(
    Object.entries(value).filter(([, field]) => field !== undefined),
  ) as WithoutAbsent<Value>;
}

/** Lines of `at:what:attempt:part:took:detail`, separated by semicolons; written by the scripts. */
function readTimeline(text: string): TimelineEntry[] {
  return text.split(";").filter(Boolean).map(readLine);
}

function readLine(line: string): TimelineEntry {
  const [at, what = "", attempt, part, took, detail = ""] = line.split(":");
  const optional = (value: string | undefined) => (value ? Number(value) : undefined);
  return {
    atMs: Number(at),
    what,
    ...withoutAbsent({
      attempt: optional(attempt),
      part: optional(part),
      tookMs: optional(took),
      messageId: what === "sent" ? optional(detail) : undefined,
      reason: what === "sent" ? undefined : detail || undefined,
    }),
  };
}
