/** The two bodies the Bot API answers with, exactly as they go over the wire. */
export interface Accepted {
  ok: true;
  result: unknown;
  description?: string;
}

export interface Refusal {
  ok: false;
  error_code: number;
  description: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

export type Answer = Accepted | Refusal;

const prefixes: Readonly<Record<number, string>> = {
  400: "Bad Request: ",
  403: "Forbidden: ",
  409: "Conflict: ",
};

export function accept(result: unknown, description?: string): Accepted {
  return description === undefined ? { ok: true, result } : { ok: true, result, description };
}

/** `words` follow Telegram's prefix for that code, where it has one. */
export function refuse(code: number, words: string): Refusal {
  return { ok: false, error_code: code, description: `${prefixes[code] ?? ""}${words}` };
}

export function tooManyRequests(retryAfterSeconds: number, description?: string): Refusal {
  return {
    ok: false,
    error_code: 429,
    description: description ?? `Too Many Requests: retry after ${retryAfterSeconds}`,
    parameters: { retry_after: retryAfterSeconds },
  };
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === "object" && value !== null && "ok" in value && value.ok === false;
}
