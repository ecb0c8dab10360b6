import type { LinkedChat } from "../api/recipients.ts";

/** What a person wants, as the form holds it. */
export type PreferencesDraft = {
  /** "keep" as it is, "off" not muted, or for so many hours from now. */
  mute: "keep" | "off" | `${number}`;
  quiet: boolean;
  /** "22:00". */
  from: string;
  to: string;
  timeZone: string;
  /** Categories that are not wanted, separated by commas. */
  off: string;
};

/** The body of `PUT /recipients/{user_id}/preferences`: what it does not name stays. */
export type PreferencesPatch = {
  muted_until?: string | null;
  quiet_hours?: { from: string; to: string; time_zone: string } | null;
  categories?: Record<string, boolean>;
};

type Wishes = Pick<LinkedChat, "mutedUntilMs" | "quietHours" | "categoriesOff">;

/** `timeZone` is offered where the person named none. */
export function draftOf({ quietHours, categoriesOff }: Wishes, timeZone: string): PreferencesDraft {
  return {
    mute: "keep",
    quiet: quietHours !== undefined,
    ...(quietHours ?? { from: "22:00", to: "07:00", timeZone }),
    off: categoriesOff.join(", "),
  };
}

/** What the draft changes; undefined when that is nothing. */
export function patchOf(
  draft: PreferencesDraft,
  wishes: Wishes,
  nowMs: number,
): PreferencesPatch | undefined {
  const patch = {
    ...mutePatch(draft, nowMs),
    ...quietPatch(draft, wishes),
    ...categoriesPatch(draft, wishes),
  };
  return Object.keys(patch).length === 0 ? undefined : patch;
}

function mutePatch({ mute }: PreferencesDraft, nowMs: number): PreferencesPatch {
  if (mute === "keep") return {};
  if (mute === "off") return { muted_until: null };
  return { muted_until: new Date(nowMs + Number(mute) * 3_600_000).toISOString() };
}

function quietPatch(
  { quiet, from, to, timeZone }: PreferencesDraft,
  { quietHours }: Wishes,
): PreferencesPatch {
  if (!quiet) return quietHours === undefined ? {} : { quiet_hours: null };
  const same = quietHours?.from === from && quietHours.to === to && quietHours.timeZone === timeZone.trim();
  return same ? {} : { quiet_hours: { from, to, time_zone: timeZone.trim() } };
}

function categoriesPatch({ off }: PreferencesDraft, { categoriesOff }: Wishes): PreferencesPatch {
  const names = new Set(off.split(",").map((name) => name.trim()));
  names.delete("");
  const categories = Object.fromEntries([
    ...categoriesOff.filter((name) => !names.has(name)).map((name) => [name, true] as const),
    ...[...names].filter((name) => !categoriesOff.includes(name)).map((name) => [name, false] as const),
  ]);
  return Object.keys(categories).length === 0 ? {} : { categories };
}

/** What a person wants, in words, such as "quiet 22:00 to 07:00 (Europe/Berlin)"; without what is over. */
export function wishWords({ mutedUntilMs, quietHours, categoriesOff }: Wishes, nowMs: number): string[] {
  return [
    ...(mutedUntilMs !== undefined && mutedUntilMs > nowMs ? ["muted"] : []),
    ...(quietHours === undefined
      ? []
      : [`quiet ${quietHours.from} to ${quietHours.to} (${quietHours.timeZone})`]),
    ...(categoriesOff.length === 0 ? [] : [`without ${categoriesOff.join(", ")}`]),
  ];
}
