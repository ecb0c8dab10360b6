import { useState } from "react";
import { type Draft, EMPTY_DRAFT } from "./draft.ts";

/** In the sandbox the first press of Publish works; the real Telegram gets no example sent to a stranger. */
const EXAMPLE: Draft = { ...EMPTY_DRAFT, userId: "42", message: "Your order is on its way." };

/** What was typed, for whoever looks at another view and comes back. */
let kept: Draft | undefined;

export function useDraft(sandbox: boolean): [draft: Draft, change: (draft: Draft) => void] {
  const [typed, setTyped] = useState(kept);
  const change = (draft: Draft): void => {
    kept = draft;
    setTyped(draft);
  };
  return [typed ?? (sandbox ? EXAMPLE : EMPTY_DRAFT), change];
}
