import type { Draft } from "./model.ts";

/** A draft as the scripts read it: see `readDraft` in scripts/delivery/admission.ts. */
export function draftArguments(draft: Draft): (string | number)[] {
  return [
    draft.id,
    draft.lane,
    draft.priority,
    draft.fingerprint,
    draft.body,
    draft.dueMs === undefined ? "" : Math.ceil(draft.dueMs),
    draft.ttlMs === undefined ? "" : Math.ceil(draft.ttlMs),
    draft.holdUnknown === true ? 1 : "",
    draft.replaceKey ?? "",
  ];
}
