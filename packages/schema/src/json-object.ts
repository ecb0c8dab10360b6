/** A parsed JSON object, of which nothing is known yet. */
export type JsonObject = { [name: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
