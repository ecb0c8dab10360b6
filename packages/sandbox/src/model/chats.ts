import type { ChatKind, ChatSummary, ChatView, SandboxMessage } from "./types.ts";

export interface ChatBounds {
  /** Newest messages kept in one chat. */
  messagesPerChat: number;
  /** Chats kept; beyond it the one silent for longest is forgotten. */
  chatsMax: number;
  /** Estimated bytes of all kept messages; beyond it chats silent for longest keep their last message only. */
  keptBytesMax: number;
}

interface Chat {
  blocked: boolean;
  language?: string | undefined;
  written: number;
  bytes: number;
  readonly messages: SandboxMessage[];
}

/** What V8 spends on a message besides its text: about 200 bytes were measured. */
const messageOverheadBytes = 256;
const markupItemBytes = 192;

/** The chats of the sandbox, bounded in number and in bytes. The map is kept in order of activity, newest last. */
export class ChatBook {
  readonly #bounds: ChatBounds;
  readonly #chats = new Map<number, Chat>();
  /** Those with more than their last message kept, in the same order: where bytes can be had back. */
  readonly #withHistory = new Map<number, Chat>();
  #keptBytes = 0;
  #forgotten = 0;

  constructor(bounds: ChatBounds) {
    this.#bounds = bounds;
  }

  get size(): number {
    return this.#chats.size;
  }

  get forgotten(): number {
    return this.#forgotten;
  }

  add(chatId: number, message: SandboxMessage): void {
    const chat = this.#touch(chatId);
    const bytes = estimateBytes(message);
    chat.messages.push(message);
    chat.written += 1;
    chat.bytes += bytes;
    this.#keptBytes += bytes;
    if (chat.messages.length > this.#bounds.messagesPerChat) this.#dropOldest(chat);
    if (chat.messages.length > 1) this.#withHistory.set(chatId, chat);
    this.#shrink(chatId);
  }

  isBlocked(chatId: number): boolean {
    return this.#chats.get(chatId)?.blocked ?? false;
  }

  /** Returns whether that changed anything. */
  setBlocked(chatId: number, blocked: boolean): boolean {
    if (this.isBlocked(chatId) === blocked) return false;
    this.#touch(chatId).blocked = blocked;
    this.#shrink(chatId);
    return true;
  }

  isKnown(chatId: number): boolean {
    return this.#chats.has(chatId);
  }

  language(chatId: number): string | undefined {
    return this.#chats.get(chatId)?.language;
  }

  setLanguage(chatId: number, language: string | undefined): void {
    this.#touch(chatId).language = language;
    this.#shrink(chatId);
  }

  message(chatId: number, messageId: number): SandboxMessage | undefined {
    return this.#chats.get(chatId)?.messages.find((message) => message.message_id === messageId);
  }

  /** Puts `message` in the place of the one with its id, which must be there. The chat stays where it is in the order. */
  replace(chatId: number, message: SandboxMessage): void {
    const chat = this.#chats.get(chatId);
    const index = chat?.messages.findIndex(({ message_id }) => message_id === message.message_id) ?? -1;
    const former = chat?.messages[index];
    if (chat === undefined || former === undefined) return;
    chat.messages[index] = message;
    const grown = estimateBytes(message) - estimateBytes(former);
    chat.bytes += grown;
    this.#keptBytes += grown;
    this.#shrink(chatId);
  }

  /** A chat nobody wrote in yet is an empty one: a person may be there already. */
  view(chatId: number): ChatView {
    const chat = this.#chats.get(chatId);
    return {
      ...describeChat(chatId),
      blocked: chat?.blocked ?? false,
      language: chat?.language ?? null,
      messages: [...(chat?.messages ?? [])],
    };
  }

  /** Newest activity first. */
  list(limit: number): ChatSummary[] {
    const newest = limit <= 0 ? [] : [...this.#chats].slice(-limit).reverse();
    return newest.map(([chatId, chat]) => ({
      ...describeChat(chatId),
      blocked: chat.blocked,
      messages: chat.written,
      last: chat.messages.at(-1) ?? null,
    }));
  }

  clear(): void {
    this.#chats.clear();
    this.#withHistory.clear();
    this.#keptBytes = 0;
    this.#forgotten = 0;
  }

  /** Makes the chat the newest of both maps: deleted first, because setting a key that is there leaves it in its place. */
  #touch(chatId: number): Chat {
    const known = this.#chats.get(chatId);
    if (known !== undefined) this.#chats.delete(chatId);
    const chat = known ?? { blocked: false, written: 0, bytes: 0, messages: [] };
    this.#chats.set(chatId, chat);
    if (this.#withHistory.delete(chatId)) this.#withHistory.set(chatId, chat);
    return chat;
  }

  #dropOldest(chat: Chat): void {
    const oldest = chat.messages.shift();
    if (oldest === undefined) return;
    const bytes = estimateBytes(oldest);
    chat.bytes -= bytes;
    this.#keptBytes -= bytes;
  }

  /** The chat just written to keeps what it has: `messagesPerChat` bounds that. */
  #shrink(current: number): void {
    while (this.#chats.size > this.#bounds.chatsMax) {
      const oldest = this.#chats.entries().next();
      if (oldest.done === true || oldest.value[0] === current) break;
      const [chatId, chat] = oldest.value;
      this.#chats.delete(chatId);
      this.#withHistory.delete(chatId);
      this.#keptBytes -= chat.bytes;
      this.#forgotten += 1;
    }
    while (this.#keptBytes > this.#bounds.keptBytesMax) {
      const oldest = this.#withHistory.entries().next();
      if (oldest.done === true || oldest.value[0] === current) break;
      const [chatId, chat] = oldest.value;
      this.#withHistory.delete(chatId);
      while (chat.messages.length > 1) this.#dropOldest(chat);
    }
  }
}

export function describeChat(chatId: number): { chat_id: number; title: string; kind: ChatKind } {
  return chatId < 0
    ? { chat_id: chatId, title: `Group ${-chatId}`, kind: "group" }
    : { chat_id: chatId, title: `Person ${chatId}`, kind: "private" };
}

function estimateBytes(message: SandboxMessage): number {
  let bytes = messageOverheadBytes + message.text.length * 2;
  for (const entity of message.entities ?? []) {
    bytes += markupItemBytes + 2 * ((entity.url?.length ?? 0) + (entity.language?.length ?? 0));
  }
  for (const button of message.buttons?.flat() ?? []) {
    bytes +=
      markupItemBytes +
      2 * (button.text.length + (button.url?.length ?? 0) + (button.callback_data?.length ?? 0));
  }
  return bytes;
}
