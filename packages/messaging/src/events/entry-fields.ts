/** The fields of an entry by name, as Redis gives them: one after the other. */
export function fieldsOf(fields: readonly string[]): Map<string, string> {
  const values = new Map<string, string>();
  for (let at = 0; at + 1 < fields.length; at += 2) values.set(fields[at] ?? "", fields[at + 1] ?? "");
  return values;
}

/** undefined where `text` is absent or no number. */
export function numberOf(text: string | undefined): number | undefined {
  const value = text ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}
