import { type Answer, callInSession } from "../api/call.ts";
import { fieldsOf, textOf } from "../api/read.ts";
import type { Page } from "./pages.ts";
import { parseEntry, type QuarantineEntry } from "./quarantine-entry.ts";
import { readPage } from "./read-page.ts";

export function readQuarantine(cursor?: string): Promise<Answer<Page<QuarantineEntry>>> {
  return readPage("/quarantine", { cursor }, parseEntry);
}

/** Publishes what a person wrote, as it is. Resolves to the id. */
export async function publishText(json: string): Promise<Answer<string>> {
  const answer = await callInSession("POST", "/notifications", { json });
  return answer.ok ? { ok: true, value: textOf(fieldsOf(answer.value).id) ?? "" } : answer;
}
