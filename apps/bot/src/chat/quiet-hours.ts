import type { QuietHours } from "@bellwire/messaging";

const HOURS = /^(\d{1,2})(?::(\d\d))?\s*[-–—]\s*(\d{1,2})(?::(\d\d))?$/;

/** From and to in minutes of the day, as such as `22:00-07:00` or `22-7` says; undefined for what is no stretch of a day. */
export function readHours(text: string): { fromMinute: number; toMinute: number } | undefined {
  const match = HOURS.exec(text);
  if (match === null) return undefined;
  const fromMinute = minuteOf(match[1], match[2]);
  const toMinute = minuteOf(match[3], match[4]);
  // From a minute to the same one is either nothing or everything: whoever wants either has a command for it.
  if (fromMinute === undefined || toMinute === undefined || fromMinute === toMinute) return undefined;
  return { fromMinute, toMinute };
}

/** Such as `22:00–07:00 Europe/Berlin`. */
export function hoursWords({ fromMinute, toMinute, zone }: QuietHours): string {
  return `${clock(fromMinute)}–${clock(toMinute)} ${zone}`;
}

function minuteOf(hours = "", minutes = "0"): number | undefined {
  const [hour, minute] = [Number(hours), Number(minutes)];
  return hour < 24 && minute < 60 ? hour * 60 + minute : undefined;
}

function clock(minute: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minute / 60))}:${two(minute % 60)}`;
}
