import { type DestinationStream, type Logger as PinoLogger, pino } from "pino";
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
 * a message, a stack, a cause or a nested object is caught alike. Of an error only its type, message, code and
 * stack are kept, because errors of libraries carry requests (and with them people's texts) in other properties.
 */
export function createLogger({ service, level, secrets = [], destination }: LoggerOptions): Logger {
  const options = {
    name: service,
    level,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: serializeError, error: serializeError },
    hooks: { streamWrite: (line: string) => redact(line, secrets) },
  };
  return destination ? pino(options, destination) : pino(options);
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
