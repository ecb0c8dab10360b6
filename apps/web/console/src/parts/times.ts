const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const CLOCK_SECONDS = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" });

/** "10:42", in the reader's own clock. */
export function clockTime(ms: number): string {
  return CLOCK.format(ms);
}

/** "10:42:07", and the day before it when that is not today. */
export function momentWords(ms: number, nowMs: number): string {
  const clock = CLOCK_SECONDS.format(ms);
  return sameDay(ms, nowMs) ? clock : `${DAY.format(ms)}, ${clock}`;
}

/** "Today" or "20 Nov". */
export function dayWords(ms: number, nowMs: number): string {
  return sameDay(ms, nowMs) ? "Today" : DAY.format(ms);
}

/** Whether both lie on one day of the reader's calendar. */
export function sameDay(aMs: number, bMs: number): boolean {
  return new Date(aMs).toDateString() === new Date(bMs).toDateString();
}
