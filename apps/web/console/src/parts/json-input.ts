/** What a person typed where any JSON may stand. */
export type JsonInput = {
  /** As typed when that is JSON: numbers keep all their digits. Else the text as a JSON string. */
  json: string;
  /** It was no JSON, and goes out as a text. */
  isText: boolean;
};

export function readJsonInput(typed: string): JsonInput {
  try {
    JSON.parse(typed);
    return { json: typed.trim(), isText: false };
  } catch {
    return { json: JSON.stringify(typed), isText: true };
  }
}
