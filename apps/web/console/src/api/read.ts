/** Readers of answers that are not trusted: what is not there, or of another type, becomes undefined. */

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? (value as Fields) : {};
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The items of a list that `parse` can use. */
export function parsedItems<T>(items: unknown, parse: (item: unknown) => T | undefined): T[] {
  return listOf(items)
    .map(parse)
    .filter((item) => item !== undefined);
}

export function textsOf(value: unknown): string[] {
  return parsedItems(value, textOf);
}

/** Unix time in milliseconds of an ISO 8601 text. */
export function timeOf(value: unknown): number | undefined {
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
