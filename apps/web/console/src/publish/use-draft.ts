import { useEffect, useState } from "react";
import { setParams } from "../shell/route.ts";
import { type Draft, EMPTY_DRAFT } from "./draft.ts";

/** In the sandbox the first press of Publish works; the real Telegram gets no example sent to a stranger. */
const EXAMPLE: Draft = { ...EMPTY_DRAFT, userId: "42", message: "Your order is on its way." };

/** What was typed, for whoever looks at another view and comes back. */
let kept: Draft | undefined;

/** `userId`: for whom it is to be, when another view says so; from then on it is what is typed. */
export function useDraft(
  sandbox: boolean,
  userId: string | undefined,
): [draft: Draft, change: (draft: Draft) => void] {
  const [typed, setTyped] = useState(kept);
  const draft = typed ?? (sandbox ? EXAMPLE : EMPTY_DRAFT);
  const change = (changed: Draft): void => {
    kept = changed;
    setTyped(changed);
  };
  useEffect(() => {
    if (userId === undefined) return;
    change({ ...draft, userId });
    setParams({ user_id: undefined });
  });
  return [userId === undefined ? draft : { ...draft, userId }, change];
}
