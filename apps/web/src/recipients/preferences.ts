import { type Preferences, timeZoneNamed, zoneOffset } from "@bellwire/messaging";
import { isCategory } from "@bellwire/schema";
import { z } from "zod";

const CATEGORIES_MAX = 50;

const clock = z.string("expected HH:MM").regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "expected HH:MM");
const quietHours = z
  .strictObject({
    from: clock,
    to: clock,
    time_zone: z
      .string("expected a time zone")
      .refine((name) => timeZoneNamed(name) !== undefined, "expected a time zone such as Europe/Berlin"),
  })
  .refine(({ from, to }) => from !== to, { path: ["to"], message: "expected another moment than `from`" });

/** The body of `PUT /recipients/{user_id}/preferences`: what is absent stays as it is. */
export const preferencesRequest = z.strictObject({
  muted_until: z.iso
    .datetime({ offset: true, error: "expected a moment of ISO 8601 with its offset, or null" })
    .nullable()
    .optional(),
  quiet_hours: quietHours.nullable().optional(),
  categories: z
    .record(z.string().refine(isCategory, "expected the name of a category"), z.boolean())
    .refine((wanted) => Object.keys(wanted).length <= CATEGORIES_MAX, `expected at most ${CATEGORIES_MAX}`)
    .optional(),
});

/** The same as a chat takes it. @param nowMs what the offset of the time zone is looked up for */
export function toPreferences(
  { muted_until, quiet_hours, categories }: z.output<typeof preferencesRequest>,
  nowMs = Date.now(),
): Preferences {
  return {
    ...(muted_until !== undefined && {
      mutedUntilMs: muted_until === null ? null : Date.parse(muted_until),
    }),
    ...(quiet_hours !== undefined && { quiet: quiet_hours === null ? null : quietOf(quiet_hours, nowMs) }),
    ...(categories !== undefined && { categories }),
  };
}

function quietOf({ from, to, time_zone }: z.output<typeof quietHours>, nowMs: number) {
  const zone = timeZoneNamed(time_zone) ?? time_zone;
  const { offsetMinutes, untilMs } = zoneOffset(zone, nowMs);
  return { fromMinute: minuteOf(from), toMinute: minuteOf(to), zone, offsetMinutes, offsetUntilMs: untilMs };
}

function minuteOf(clockText: string): number {
  const [hours, minutes] = clockText.split(":");
  return Number(hours) * 60 + Number(minutes);
}
