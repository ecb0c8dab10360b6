import { hashOf, type Params, setParams, useRoute } from "../shell/route.ts";
import type { MessageQuery } from "./calls.ts";

export type Tab = "messages" | "dead" | "quarantine";

/** What the address says of this view. */
export type Address = {
  tab: Tab;
  query: MessageQuery;
  /** The message that is looked at. */
  id: string | undefined;
  params: Params;
};

export function useAddress(): Address {
  const { params } = useRoute();
  const { tab, state, q, user_id: userId, id } = params;
  return {
    tab: tab === "dead" || tab === "quarantine" ? tab : "messages",
    query: { state, q, userId },
    id,
    params,
  };
}

/** Where a message is shown beside the list that the reader has open; without an id, the list alone. */
export function addressOf(params: Params, id: string | undefined): string {
  return hashOf("messages", { ...params, id });
}

/** Another tab, with nothing searched and no message open. */
export function tabAddress(tab: Tab): string {
  return hashOf("messages", { tab: tab === "messages" ? undefined : tab });
}

export function setQuery(patch: Partial<MessageQuery>): void {
  const { userId, ...others } = patch;
  setParams("userId" in patch ? { ...others, user_id: userId } : others);
}

export function closeMessage(): void {
  setParams({ id: undefined });
}
