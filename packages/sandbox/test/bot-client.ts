import type { Sandbox } from "../src/index.ts";

interface ApiBody {
  ok: boolean;
  result?: unknown;
  error_code?: number;
  description?: string;
  parameters?: { retry_after?: number; migrate_to_chat_id?: number };
}

/** A bare client of the Bot API: one JSON call. */
export async function call(sandbox: Sandbox, method: string, parameters: object = {}, signal?: AbortSignal) {
  const response = await fetch(`${sandbox.url}/bot${sandbox.token}/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(parameters),
    signal: signal ?? null,
  });
  const body = (await response.json()) as ApiBody;
  return { status: response.status, headers: response.headers, ...body };
}

/** One call of the control API; the body undefined where there is none. */
export async function control(sandbox: Sandbox, verb: string, path: string, body?: unknown) {
  const response = await fetch(`${sandbox.url}/sandbox/${path}`, {
    method: verb,
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed: unknown = text === "" ? undefined : JSON.parse(text);
  return { status: response.status, body: parsed };
}
