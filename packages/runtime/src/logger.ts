import { type DestinationStream, type Logger as PinoLogger, pino } from "pino";
import { boundedOutput } from "./bounded-output.ts";
import { redact } from "./redact.ts";

export type Logger = PinoLogger;

export type LoggerOptions = {
  /** Shown as `name` on every line. */
  service: string;
  /** pino's level names; `silent` turns logging off. */
  level: string;
  /** Exact strings that must never appear: the token, API keys, the Redis password. */
  secrets?: readonly string[];
  /** Where lines go; standard output by default. */
  destination?: DestinationStream;
};

/**
 * A JSON-lines logger that cannot print a secret: the finished line is redacted as a whole, so a token hidden in
 * a message, a stack, a cause or a nested object is caught alike. Of an error, under whatever name it is logged, only
 * its type, message, code, stack and cause are kept, because errors of libraries carry requests (and with them
 * people's texts) in other properties.
 */
export function createLogger({ service, level, secrets = [], destination }: LoggerOptions): Logger {
  const written = [...new Set(secrets.flatMap((secret) => [asWrittenInJson(secret), secret]))];
  const options = {
    name: service,
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    // In place of pino's own, which would keep every property of an error.
    serializers: { err: (value: unknown) => plain(value, DEPTH_SHOWN) },
    formatters: { log: (fields: Record<string, unknown>) => withPlainErrors(fields) },
    hooks: { streamWrite: (line: string) => redact(line, written) },
  };
  // Not pino's own output: buffered, it never lets the process exit once its reader is gone; unbuffered, a reader that
  // stands still stops the process.
  return pino(options, destination ?? boundedOutput(process.stdout));
}

/** A secret with a quote or a backslash stands escaped in a line of JSON. */
function asWrittenInJson(secret: string): string {
  return JSON.stringify(secret).slice(1, -1);
}

/** Levels of objects and lists that are searched for errors; deeper ones are left out of the line. */
const DEPTH_SHOWN = 5;

function withPlainErrors(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value, DEPTH_SHOWN)]));
}

function plain(value: unknown, depth: number): unknown {
  if (value instanceof Error) return serializeError(value);
  if (typeof value !== "object" || value === null || "toJSON" in value) return value;
  if (depth === 0) return "[deeper]";
  if (Array.isArray(value)) return value.map((item) => plain(item, depth - 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item, depth - 1)]));
}

type SerializedError = {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: SerializedError;
};

/** Depth of a chain of causes that is printed; a chain may be circular. */
const CAUSES_SHOWN = 3;

function serializeError(error: unknown, depth = 0): SerializedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const serialized: SerializedError = { type: error.name, message: error.message };
  if ("code" in error && typeof error.code === "string") serialized.code = error.code;
  if (error.stack !== undefined) serialized.stack = error.stack;
  if (error.cause !== undefined && depth < CAUSES_SHOWN)
    serialized.cause = serializeError(error.cause, depth + 1);
  return serialized;
}
