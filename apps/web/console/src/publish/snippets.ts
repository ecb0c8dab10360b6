import { type Notification, type WireForm, wireForm } from "../api/notifications.ts";
import { shellQuoted } from "../parts/shell-words.ts";

export type SnippetName = "curl" | "redis-cli" | "Python" | "TypeScript";

export type SnippetInput = {
  notification: Notification;
  copies: number;
  /** Web's address. */
  origin: string;
  /** Web asks for a key. */
  withKey: boolean;
};

/** The same publish without the page. Each is complete, and does what the form would do. */
export function snippetOf(name: SnippetName, input: SnippetInput): string {
  return WRITERS[name](input);
}

const WRITERS: Record<SnippetName, (input: SnippetInput) => string> = {
  curl: curlOf,
  "redis-cli": redisCliOf,
  Python: pythonOf,
  TypeScript: typeScriptOf,
};

function curlOf({ notification, copies, origin, withKey }: SnippetInput): string {
  const key = withKey ? ` -H "Authorization: Bearer $API_KEY"` : "";
  const body = shellQuoted(JSON.stringify(httpForm(notification)));
  const line = `curl ${origin}/notifications${key} -H 'Content-Type: application/json' -d ${body}`;
  return copies === 1 ? line : `for i in $(seq ${copies}); do\n  ${line}\ndone`;
}

function redisCliOf({ notification, copies }: SnippetInput): string {
  const times = copies === 1 ? "" : ` -r ${copies}`;
  const json = shellQuoted(JSON.stringify(wireForm(notification)));
  return `redis-cli -u "$REDIS_URL"${times} ${redisCommandOf(notification)} ${json}`;
}

function redisCommandOf({ via }: Notification): string {
  if (via === "queue") return "LPUSH notification:queue";
  return via === "stream" ? "XADD notification:stream '*' payload" : "PUBLISH notification";
}

/** A JSON text is a Python text too: the escapes are the same. */
function pythonOf({ notification, copies }: SnippetInput): string {
  const { via } = notification;
  const fields = pythonDict(wireForm(notification));
  const call =
    via === "stream"
      ? `r.xadd("notification:stream", ${fields})`
      : `r.${via === "queue" ? 'lpush("notification:queue"' : 'publish("notification"'}, json.dumps(${fields}))`;
  return [
    via === "stream" ? "import os, redis" : "import json, os, redis",
    "",
    'r = redis.from_url(os.environ["REDIS_URL"])',
    ...(copies === 1 ? [call] : [`for _ in range(${copies}):`, `    ${call}`]),
  ].join("\n");
}

function typeScriptOf({ notification, copies, origin, withKey }: SnippetInput): string {
  const key = withKey ? ', Authorization: "Bearer " + env.API_KEY' : "";
  const call = [
    `const response = await fetch("${origin}/notifications", {`,
    '  method: "POST",',
    `  headers: { "Content-Type": "application/json"${key} },`,
    `  body: JSON.stringify(${JSON.stringify(httpForm(notification))}),`,
    "});",
    "console.log(await response.json());",
  ];
  const looped = [`for (let i = 0; i < ${copies}; i++) {`, ...call.map((line) => `  ${line}`), "}"];
  const imports = withKey ? ['import { env } from "node:process";', ""] : [];
  return [...imports, ...(copies === 1 ? call : looped)].join("\n");
}

function httpForm(notification: Notification): WireForm & { via?: string } {
  const { via } = notification;
  return { ...wireForm(notification), ...(via !== undefined && { via }) };
}

function pythonDict(fields: WireForm): string {
  const members = Object.entries(fields).map(([name, value]) => `"${name}": ${JSON.stringify(value)}`);
  return `{${members.join(", ")}}`;
}
