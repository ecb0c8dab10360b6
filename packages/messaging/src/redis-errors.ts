/** Why Redis could not serve a command, as a person would say it. */
export type RedisTrouble =
  | "disconnected"
  | "timeout"
  | "full"
  | "disk"
  | "read_only"
  | "no_permission"
  | "refused";

/**
 * Redis did not serve a command. Whether it was executed is unknown when `trouble` is `timeout` or `disconnected`;
 * in every other case Redis refused it and nothing changed.
 *
 * The original error is dropped on purpose: the client's errors carry the arguments of the command, and with them
 * people's texts.
 */
export class RedisUnavailableError extends Error {
  override readonly name = "RedisUnavailableError";
  readonly trouble: RedisTrouble;

  constructor(trouble: RedisTrouble, code: string) {
    super(`Redis did not serve a command: ${trouble} (${code})`);
    this.trouble = trouble;
  }
}

/** First word of a Redis error reply → what it means for us. */
const REPLIES: Record<string, RedisTrouble> = {
  OOM: "full",
  MISCONF: "disk",
  READONLY: "read_only",
  NOREPLICAS: "read_only",
  NOPERM: "no_permission",
  NOAUTH: "no_permission",
  WRONGPASS: "no_permission",
  LOADING: "disconnected",
};

/** Wraps whatever the client threw. The only place that looks at the wording of the client's errors. */
export function toRedisUnavailable(error: unknown): RedisUnavailableError {
  if (error instanceof RedisUnavailableError) return error;
  const message = error instanceof Error ? error.message : "";
  const name = error instanceof Error ? error.name : typeof error;
  if (message === "Command timed out") return new RedisUnavailableError("timeout", "deadline passed");
  if (name !== "ReplyError") return new RedisUnavailableError("disconnected", name);
  const code = /^[A-Z]+/.exec(message)?.[0] ?? "ERR";
  return new RedisUnavailableError(REPLIES[code] ?? "refused", code);
}
