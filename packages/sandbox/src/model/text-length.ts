/** Telegram's length of a message, in Unicode code points, whoever writes it. */
export const textMaxPoints = 4096;

/** Counts code points, and only where the cheaper count of UTF-16 units leaves a doubt. */
export function isLongerThan(text: string, points: number): boolean {
  if (text.length <= points) return false;
  let counted = 0;
  for (const _ of text) counted += 1;
  return counted > points;
}
