const MANY_UNITS = 800;
const MANY_LINES = 12;

/** Whether a text is too long to be shown whole beside other things. */
export function isLong(text: string): boolean {
  return text.length > MANY_UNITS || text.split("\n", MANY_LINES + 1).length > MANY_LINES;
}
