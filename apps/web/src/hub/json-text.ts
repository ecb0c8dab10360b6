/**
 * `text` as it can stand within other JSON, on one line; undefined where it is no JSON. Not parsed and written anew,
 * which would alter long numbers. A line ends nowhere in JSON but between two tokens.
 */
export function embeddable(text: string): string | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  return text.replace(/[\r\n]+/g, " ");
}

/** The JSON of `fields` with one more, whose value is JSON already. */
export function withField(fields: object, name: string, json: string): string {
  const head = JSON.stringify(fields).slice(0, -1);
  return `${head}${head === "{" ? "" : ","}${JSON.stringify(name)}:${json}}`;
}
