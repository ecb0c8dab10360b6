/** One formatted piece of a text, as the Bot API writes it; offsets and lengths count UTF-16 units. */
export interface Entity {
  type: string;
  offset: number;
  length: number;
  url?: string;
  language?: string;
  custom_emoji_id?: string;
  user?: { id: number; is_bot: boolean; first_name: string };
}

export interface Button {
  text: string;
  url?: string;
  callback_data?: string;
}

/** One bubble of a chat, in the control API's own shape. The library hands out the same objects: read them, do not write them. */
export interface SandboxMessage {
  message_id: number;
  from: "bot" | "person";
  text: string;
  date_ms: number;
  entities?: Entity[];
  /** Rows of an inline keyboard. */
  buttons?: Button[][];
  silent?: true;
  protected?: true;
  thread_id?: number;
}

export type ChatKind = "private" | "group";

export interface ChatView {
  chat_id: number;
  title: string;
  kind: ChatKind;
  blocked: boolean;
  /** As Telegram tells bots of whoever writes there, such as "de"; null: it tells nothing. */
  language: string | null;
  messages: SandboxMessage[];
}

/** One line of the list of chats. `messages` counts everything ever written there, also what is no longer kept. */
export interface ChatSummary {
  chat_id: number;
  title: string;
  kind: ChatKind;
  blocked: boolean;
  messages: number;
  last: SandboxMessage | null;
}

export interface Bot {
  id: number;
  username: string;
}
