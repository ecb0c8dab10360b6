import { type Answer, callInSession } from "./call.ts";
import { fieldsOf, listOf, numberOf, parsedItems, textOf } from "./read.ts";

export type Message = {
  messageId: number;
  from: "bot" | "person";
  text: string;
  dateMs: number;
  silent: boolean;
  /** Rows of an inline keyboard. */
  buttons: readonly (readonly MessageButton[])[];
};

/** With an address it opens that, else it tells the bot `data`. */
type MessageButton = { text: string; url: string | undefined; data: string | undefined };

export type Chat = { chatId: number; blocked: boolean; messages: Message[] };

export type SandboxEvent =
  | { type: "message"; chatId: number; message: Message }
  | { type: "chat"; chatId: number; blocked: boolean };

/** What the person can do with the phone. */
export type PersonAct =
  | { act: "write"; text: string }
  /** Presses Start, or opens a deep link: `payload` is what stands in it. */
  | { act: "start"; payload?: string }
  | { act: "tap"; messageId: number; data: string }
  | { act: "block" | "unblock" };

/** Where the sandbox's events are read, as server-sent events. */
export const SANDBOX_EVENTS = "/sandbox/events";

export async function readChat(chatId: number): Promise<Answer<Chat>> {
  const answer = await callInSession("GET", `/sandbox/chats/${chatId}`, { timeoutMs: 5_000 });
  if (!answer.ok) return answer;
  const fields = fieldsOf(answer.value);
  const messages = listOf(fields.messages).map(parseMessage);
  return {
    ok: true,
    value: { chatId, blocked: fields.blocked === true, messages: messages.filter((m) => m !== undefined) },
  };
}

export function doAsPerson(chatId: number, act: PersonAct): Promise<Answer<unknown>> {
  const chat = `/sandbox/chats/${chatId}`;
  if (act.act === "write") return callInSession("POST", `${chat}/messages`, { body: { text: act.text } });
  if (act.act === "tap") {
    const body = { message_id: act.messageId, data: act.data };
    return callInSession("POST", `${chat}/taps`, { body });
  }
  if (act.act === "start") return callInSession("POST", `${chat}/start`, { body: { payload: act.payload } });
  return callInSession("POST", `${chat}/${act.act}`, { body: {} });
}

/** Undefined for an event that this page does not know. */
export function parseSandboxEvent(type: string, data: string): SandboxEvent | undefined {
  const fields = fieldsOf(parse(data));
  const chatId = numberOf(fields.chat_id);
  if (chatId === undefined) return undefined;
  if (type === "chat") return { type, chatId, blocked: fields.blocked === true };
  const message = parseMessage(fields.message);
  // One that was edited takes the place of the one with its id.
  const isMessage = type === "message" || type === "edited";
  return isMessage && message !== undefined ? { type: "message", chatId, message } : undefined;
}

function parseMessage(value: unknown): Message | undefined {
  const fields = fieldsOf(value);
  const messageId = numberOf(fields.message_id);
  if (messageId === undefined) return undefined;
  return {
    messageId,
    from: fields.from === "person" ? "person" : "bot",
    text: textOf(fields.text) ?? "",
    dateMs: numberOf(fields.date_ms) ?? 0,
    silent: fields.silent === true,
    buttons: listOf(fields.buttons).map((row) => parsedItems(row, parseButton)),
  };
}

function parseButton(value: unknown): MessageButton | undefined {
  const fields = fieldsOf(value);
  const text = textOf(fields.text);
  if (text === undefined) return undefined;
  return { text, url: textOf(fields.url), data: textOf(fields.callback_data) };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
