import type { Draft } from "./model.ts";

/** Appends a draft as the scripts read it: see `readDraft` in scripts/delivery/admission.ts. */
export function pushDraft(args: (string | Buffer)[], draft: Draft, generated = false): void {
  args.push(headOf(draft, generated), draft.id, draft.lane, draft.fingerprint, draft.body);
}

/** What most drafts have nothing of stands in one text, as JSON of texts. */
function headOf(draft: Draft, generated: boolean): string {
  const { priority, dueMs, ttlMs, holdUnknown, replaceKey, category, mustBeLinked } = draft;
  const isRare = dueMs || ttlMs || holdUnknown || replaceKey || category || mustBeLinked;
  if (!isRare && priority === "normal") return generated ? "generated" : "draft";
  return JSON.stringify({
    priority,
    generated: generated || undefined,
    rare: isRare ? "1" : undefined,
    due: dueMs === undefined ? undefined : String(Math.ceil(dueMs)),
    ttl: ttlMs === undefined ? undefined : String(Math.ceil(ttlMs)),
    hold: holdUnknown ? "1" : undefined,
    replace: replaceKey,
    category,
    linked: mustBeLinked ? "1" : undefined,
  });
}
