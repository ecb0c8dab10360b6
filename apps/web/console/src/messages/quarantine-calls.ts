import { type Answer, callInSession } from "../api/call.ts";
import { fieldsOf, textOf } from "../api/read.ts";
import type { Page } from "../paging/pages.ts";
import { readPage } from "../paging/read-page.ts";
import { parseEntry, type QuarantineEntry } from "./quarantine-entry.ts";

export function readQuarantine(cursor?: string): Promise<Answer<Page<QuarantineEntry>>> {
  return readPage("/quarantine", { cursor }, parseEntry);
}

/** Publishes what a person wrote, as it is. Resolves to the id. */
export async function publishText(json: string): Promise<Answer<string>> {
  const answer = await callInSession("POST", "/notifications", { json });
  return answer.ok ? { ok: true, value: textOf(fieldsOf(answer.value).id) ?? "" } : answer;
}
