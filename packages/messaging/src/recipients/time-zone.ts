const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Further ahead no change is looked for: until then the rules of the zone may have changed themselves. */
const AHEAD_DAYS = 400;
/** No zone goes to another offset and back within so few days. */
const STEP_DAYS = 7;

/** Places and abbreviations; not offsets such as `+02:00`, which only newer versions of Node know. */
const ZONE = /^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/;
const OFFSET = /^GMT([+-])(\d\d):(\d\d)$/;

/** The time zone that `text` names, in any case: as the IANA data base writes it. Undefined where there is none. */
export function timeZoneNamed(text: string): string | undefined {
  if (!ZONE.test(text)) return undefined;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en-US", { timeZone: text }).resolvedOptions();
    // Some zones resolve to an old name, Asia/Kolkata to Asia/Calcutta: whoever said the new one wants to read it again.
    return timeZone.toLowerCase() === text.toLowerCase() ? timeZone : text;
  } catch {
    return undefined;
  }
}

/**
 * How many minutes the clocks of `zone` are ahead of UTC at `atMs` (Unix time), and until when that is certain: the next
 * change, or 400 days later where there is none before. Throws RangeError for a zone that this machine does not know.
 */
export function zoneOffset(zone: string, atMs: number): { offsetMinutes: number; untilMs: number } {
  const offsetAt = clockOf(zone);
  const fromMs = Math.floor(atMs / MINUTE_MS) * MINUTE_MS;
  const offsetMinutes = offsetAt(fromMs);
  const endMs = fromMs + AHEAD_DAYS * DAY_MS;
  for (let beforeMs = fromMs; beforeMs < endMs; beforeMs += STEP_DAYS * DAY_MS) {
    const afterMs = beforeMs + STEP_DAYS * DAY_MS;
    if (offsetAt(afterMs) !== offsetMinutes)
      return {
        offsetMinutes,
        untilMs: changeBetween(beforeMs, afterMs, (ms) => offsetAt(ms) === offsetMinutes),
      };
  }
  return { offsetMinutes, untilMs: endMs };
}

/** The first minute at which `isSame` is no longer so; it is at `beforeMs`, and is not at `afterMs`. */
function changeBetween(beforeMs: number, afterMs: number, isSame: (ms: number) => boolean): number {
  let [same, changed] = [beforeMs / MINUTE_MS, afterMs / MINUTE_MS];
  while (changed - same > 1) {
    const middle = Math.floor((same + changed) / 2);
    if (isSame(middle * MINUTE_MS)) same = middle;
    else changed = middle;
  }
  return changed * MINUTE_MS;
}

/** Reads the offset of a zone, in minutes. */
function clockOf(zone: string): (atMs: number) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  return (atMs) => {
    const name = format.formatToParts(atMs).find(({ type }) => type === "timeZoneName")?.value ?? "";
    const [, sign, hours, minutes] = OFFSET.exec(name) ?? [];
    return (sign === "-" ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
  };
}
