import type { ChatFacts, ChatKind } from "@bellwire/messaging";
import type { UpdateChat } from "../telegram/update.ts";

const NAME_MAX_UNITS = 128;

/** What is kept of a chat, from what Telegram says of it and of the language of whoever writes there. */
export function chatFacts(chat: UpdateChat, language?: string): ChatFacts {
  const name = chat.title ?? [chat.first_name, chat.last_name].filter((part) => part !== undefined).join(" ");
  return {
    id: String(chat.id),
    kind: kindOf(chat),
    ...(name !== "" && { name: cut(name) }),
    ...(language !== undefined && { language }),
  };
}

/** Not in the middle of a character. */
function cut(name: string): string {
  return name.slice(0, NAME_MAX_UNITS).replace(/[\uD800-\uDBFF]$/, "");
}

function kindOf({ id, type }: UpdateChat): ChatKind {
  if (type === "channel") return "channel";
  return id < 0 ? "group" : "private";
}
