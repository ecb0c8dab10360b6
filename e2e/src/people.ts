import type { RecipientView } from "@bellwire/schema";
import { waitFor } from "@bellwire/testkit";
import { type Answer, postJson, type Stack } from "./stack.ts";

/** What an app calls a person. */
export type UserId = string | number;

/** A link as web answers it, and the secret in it. */
export type Link = { url: string; qr: string; expires_at: string; token: string };

/** An app that knows its people by its own user ids, and those people's phones. */
export type People = {
  /** Throws where web does not make one. */
  link: (userId: UserId, options?: object) => Promise<Link>;
  /** Makes a link, opens it in each of the chats in turn (one link each), and waits until they are linked. */
  linkTo: (userId: UserId, ...chatIds: number[]) => Promise<void>;
  /** undefined: nobody was ever named so. */
  get: (userId: UserId) => Promise<RecipientView | undefined>;
  /** Waits until it is as `is` says. */
  until: (userId: UserId, what: string, is: (recipient: RecipientView) => boolean) => Promise<RecipientView>;
  /** Asks web to change something under `/recipients/{user_id}`. */
  change: (method: "POST" | "PUT" | "DELETE", userId: UserId, path: string, body?: object) => Promise<Answer>;
};

export function peopleOf(stack: Stack): People {
  const pathOf = (userId: UserId) => `${stack.webUrl}/recipients/${encodeURIComponent(userId)}`;
  const people = {} as People;
  people.link = async (userId, options = {}) => {
    const { status, body } = await postJson(`${pathOf(userId)}/link`, options);
    if (status !== 201) throw new Error(`a link was answered with ${status} ${JSON.stringify(body)}`);
    const link = body as Omit<Link, "token">;
    return { ...link, token: tokenIn(link.url) };
  };
  people.linkTo = async (userId, ...chatIds) => {
    for (const chatId of chatIds) {
      const { token } = await people.link(userId, { group: chatId < 0 });
      stack.sandbox.openDeepLink(chatId, token);
      await people.until(userId, `chat ${chatId} to be linked`, ({ chats }) =>
        chats.some(({ chat_id }) => chat_id === chatId),
      );
    }
  };
  people.get = async (userId) => {
    const response = await fetch(pathOf(userId), { signal: AbortSignal.timeout(10_000) });
    const answer: unknown = await response.json();
    return response.ok ? (answer as RecipientView) : undefined;
  };
  people.until = async (userId, what, is) =>
    await waitFor(
      async () => {
        const recipient = await people.get(userId);
        return recipient !== undefined && is(recipient) ? recipient : undefined;
      },
      { what: `${what}: ${userId}` },
    );
  people.change = async (method, userId, path, body = {}) => {
    const response = await fetch(`${pathOf(userId)}${path}`, {
      method,
      headers: { "content-type": "application/json", "x-bellwire": "test" },
      ...(method !== "DELETE" && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  return people;
}

/** What Telegram hands to the bot of whoever opens a link. */
function tokenIn(url: string): string {
  const { searchParams } = new URL(url);
  return searchParams.get("start") ?? searchParams.get("startgroup") ?? "";
}
