import { Chats, type Keys, Presence, Recipients, type RedisLink } from "@bellwire/messaging";
import { BotName } from "./bot-name.ts";

/** The people whom the app knows by its own ids. */
export type People = { recipients: Recipients; chats: Chats; botName: BotName };

export function buildRecipients(redis: RedisLink, keys: Keys, prefix: string): People {
  return {
    recipients: new Recipients({ redis, prefix }),
    chats: new Chats({ redis, prefix }),
    botName: new BotName(new Presence(redis, keys.presence)),
  };
}
