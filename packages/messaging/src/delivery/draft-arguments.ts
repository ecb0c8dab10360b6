import type { Draft } from "./model.ts";

/** A draft as the scripts read it: see `readDraft` in scripts/delivery/admission.ts. */
export function draftArguments(draft: Draft): string[] {
  return [draft.id, draft.lane, draft.priority, draft.fingerprint, draft.body, rareOf(draft)];
}

/** What most drafts have none of, as JSON of texts; empty where there is nothing. */
function rareOf(draft: Draft): string {
  const { dueMs, ttlMs, holdUnknown, replaceKey, category, mustBeLinked } = draft;
  if (!dueMs && !ttlMs && !holdUnknown && !replaceKey && !category && !mustBeLinked) return "";
  return JSON.stringify({
    due: dueMs === undefined ? undefined : String(Math.ceil(dueMs)),
    ttl: ttlMs === undefined ? undefined : String(Math.ceil(ttlMs)),
    hold: holdUnknown ? "1" : undefined,
    replace: replaceKey,
    category,
    linked: mustBeLinked ? "1" : undefined,
  });
}
