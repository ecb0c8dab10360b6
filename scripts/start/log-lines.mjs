/** @typedef {{ severe: boolean, text: string }} LogLine */

/** pino: 30 info, 40 warn, 50 error, 60 fatal. */
const LEVEL_WARN = 40;
const LEVEL_ERROR = 50;

/** Fields of every line, which say nothing to somebody who watches the terminal. */
const SILENT_FIELDS = new Set([
  "level",
  "time",
  "pid",
  "hostname",
  "name",
  "service",
  "msg",
  "err",
  "error",
  "v",
]);

const TEXT_MAX = 400;

/**
 * One line of a service's output as a person reads it. `severe`: worth showing in the terminal. What is not JSON
 * is a crash, a warning of Node, or the words of a service that refuses its configuration: severe when on stderr.
 * @param {string} line
 * @param {"stdout" | "stderr"} from
 * @returns {LogLine | undefined} undefined for an empty line
 */
export function readLogLine(line, from) {
  const text = line.trimEnd();
  if (text === "") return undefined;
  const entry = parseEntry(text);
  if (entry === undefined) return { severe: from === "stderr", text: shorten(text) };
  const word = entry.level >= LEVEL_ERROR ? "error: " : entry.level >= LEVEL_WARN ? "warning: " : "";
  const extra = Object.entries(entry.fields)
    .filter(
      ([key, value]) => !SILENT_FIELDS.has(key) && ["string", "number", "boolean"].includes(typeof value),
    )
    .map(([key, value]) => `${key}=${String(value)}`);
  const parts = [
    typeof entry.fields.msg === "string" ? entry.fields.msg : "",
    errorMessage(entry.fields),
    extra.length > 0 ? `(${extra.join(", ")})` : "",
  ];
  const words = [...new Set(parts.filter((part) => part !== ""))].join(" ");
  return { severe: entry.level >= LEVEL_WARN, text: shorten(`${word}${words}`) };
}

/**
 * @param {string} text
 * @returns {{ level: number, fields: Record<string, unknown> } | undefined}
 */
function parseEntry(text) {
  if (!text.startsWith("{")) return undefined;
  try {
    const fields = JSON.parse(text);
    return typeof fields.level === "number" ? { level: fields.level, fields } : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Record<string, unknown>} fields */
function errorMessage(fields) {
  const error = fields.err ?? fields.error;
  if (typeof error === "string") return error;
  if (typeof error !== "object" || error === null || !("message" in error)) return "";
  return String(error.message);
}

/** @param {string} text */
function shorten(text) {
  return text.length <= TEXT_MAX ? text : `${text.slice(0, TEXT_MAX)} …`;
}
