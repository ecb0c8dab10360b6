import { integerOf } from "../api/user-id.ts";

/** What stands in a link of Telegram, and is handed to the bot by whoever opens it. */
export function payloadOf(url: string): string | undefined {
  const query = URL.canParse(url) ? new URL(url).searchParams : undefined;
  return query?.get("start") ?? query?.get("startgroup") ?? undefined;
}

/**
 * In which chat of the sandbox a person is played who has none yet: a number that is an id already, else one of 1,000 to
 * 9,999, always the same for the same id. Those of groups are negative.
 */
export function sandboxChatFor(userId: string, group: boolean): number {
  const own = integerOf(userId);
  if (!group && own !== undefined && own > 0) return own;
  let hash = 7;
  for (const char of userId) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 9_000;
  return group ? -1_000 - hash : 1_000 + hash;
}
