import type { Chat, Message, SandboxEvent } from "../api/sandbox.ts";

/**
 * One chat as the phone shows it. The events are listened to before the chat is read, so nothing falls in between;
 * `live` holds what came since the reading began, because the answer may be older than it.
 */
export type ChatLog = {
  chatId: number | undefined;
  /** Read at least once: only then does an empty chat mean that nothing was written. */
  known: boolean;
  blocked: boolean;
  messages: readonly Message[];
  live: readonly Message[];
};

export type ChatNews =
  | { type: "opened"; chatId: number | undefined }
  | { type: "reading"; chatId: number }
  | { type: "read"; chat: Chat }
  | { type: "event"; event: SandboxEvent };

/** As many as the sandbox keeps of one chat. */
const MESSAGES_KEPT = 200;

export const NO_CHAT: ChatLog = { chatId: undefined, known: false, blocked: false, messages: [], live: [] };

/** News of another chat than the open one changes nothing. */
export function withNews(log: ChatLog, news: ChatNews): ChatLog {
  if (news.type === "opened") return news.chatId === log.chatId ? log : { ...NO_CHAT, chatId: news.chatId };
  if (chatOf(news) !== log.chatId) return log;
  switch (news.type) {
    case "reading":
      return { ...log, live: [] };
    case "read": {
      const messages = merged(news.chat.messages, log.live);
      return { ...log, known: true, blocked: news.chat.blocked, messages, live: [] };
    }
    case "event":
      return withEvent(log, news.event);
  }
}

function chatOf(news: Exclude<ChatNews, { type: "opened" }>): number {
  if (news.type === "read") return news.chat.chatId;
  return news.type === "event" ? news.event.chatId : news.chatId;
}

function withEvent(log: ChatLog, event: SandboxEvent): ChatLog {
  if (event.type === "chat") return { ...log, blocked: event.blocked };
  return { ...log, messages: merged(log.messages, [event.message]), live: merged(log.live, [event.message]) };
}

/** One bubble an id, in the order of the ids, the newest kept. */
function merged(some: readonly Message[], more: readonly Message[]): Message[] {
  const byId = new Map([...some, ...more].map((message) => [message.messageId, message]));
  return [...byId.values()].sort((a, b) => a.messageId - b.messageId).slice(-MESSAGES_KEPT);
}
