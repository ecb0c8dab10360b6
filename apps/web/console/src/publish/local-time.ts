/** A moment as a `datetime-local` field holds it: the reader's clock, to the second, such as "2027-01-31T09:00:00". */
export function localField(ms: number): string {
  const date = new Date(ms);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(padded).join("-");
  return `${day}T${[date.getHours(), date.getMinutes(), date.getSeconds()].map(padded).join(":")}`;
}

function padded(part: number): string {
  return String(part).padStart(2, "0");
}
