import { Presence, Recipients, RedisLink, redisKeys } from "@bellwire/messaging";
import type { RedisProcess } from "@bellwire/testkit";
import { ask, JSON_HEADERS } from "./running-web.ts";

/** Links people to chats, through web as an app does, and in the place of the bot. */
export async function startPeople(redis: RedisProcess, port: number, prefix = "notification") {
  const link = new RedisLink({ url: redis.url, name: "stand-in-people" });
  await link.ready(5000);
  const recipients = new Recipients({ redis: link, prefix });
  const presence = new Presence(link, redisKeys(prefix).presence);

  const call = (method: string, path: string, body?: object) =>
    ask(port, {
      method,
      path: `/recipients${path}`,
      headers: body === undefined ? { "x-bellwire": "1" } : JSON_HEADERS,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    presence,
    call,
    /** As the bot does when the person presses Start. */
    redeem: (token: string, chat: number) =>
      recipients.redeem(token, { id: String(chat), kind: chat < 0 ? "group" : "private", name: "Ann" }),
    /** Has `chat` linked to `userId`. */
    async linkTo(userId: string, chat: number): Promise<void> {
      const made = await call("POST", `/${encodeURIComponent(userId)}/link`, { group: chat < 0 });
      const token = /start(?:group)?=(.*)$/.exec((made.json() as { url: string }).url)?.[1] ?? "";
      const { kind } = await this.redeem(token, chat);
      if (kind !== "linked") throw new Error(`the link was ${kind}`);
    },
    stop: () => link.close(),
  };
}

export type PeopleStand = Awaited<ReturnType<typeof startPeople>>;
