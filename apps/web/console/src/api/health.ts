import { type Answer, call } from "./call.ts";
import { fieldsOf, listOf, textOf } from "./read.ts";

export type CheckStatus = "ok" | "warn" | "fail";

export type Check = {
  name: string;
  status: CheckStatus;
  words: string;
  since: string | undefined;
  remedy: string | undefined;
};

/**
 * `/readyz` of web. `sandbox` says whether messages end in the sandbox's chats or in the real Telegram, `keys` whether a
 * call from elsewhere needs one.
 */
export type HealthReport = { ready: boolean; sandbox: boolean; keys: boolean; checks: Check[] };

/** Open without a session. An answer 503 is a report too; one that is no report of web is a problem. */
export async function readHealth(timeoutMs: number): Promise<Answer<HealthReport>> {
  const answer = await call("GET", "/readyz", { timeoutMs, alsoGood: [503] });
  if (!answer.ok) return answer;
  const report = parseHealth(answer.value);
  if (report !== undefined) return { ok: true, value: report };
  const detail = "Something answered in place of the web service.";
  return {
    ok: false,
    problem: { status: 503, code: "not_web", title: "Web does not answer", detail, errors: [] },
  };
}

export function parseHealth(body: unknown): HealthReport | undefined {
  const fields = fieldsOf(body);
  if (textOf(fields.service) === undefined || !Array.isArray(fields.checks)) return undefined;
  return {
    ready: fields.status === "ready",
    sandbox: fields.sandbox === true,
    keys: fields.keys === true,
    checks: listOf(fields.checks).map(parseCheck),
  };
}

function parseCheck(value: unknown): Check {
  const fields = fieldsOf(value);
  const status = fields.status === "ok" || fields.status === "warn" ? fields.status : "fail";
  return {
    name: textOf(fields.name) ?? "?",
    status,
    words: textOf(fields.words) ?? "It says nothing of itself.",
    since: textOf(fields.since),
    remedy: textOf(fields.remedy),
  };
}
