import type { Notification } from "@bellwire/schema";
import { splitText } from "./split-text.ts";
import { omits } from "./variant.ts";

/** The parameters of one sendMessage, as Telegram names them. */
export type OutgoingMessage = {
  chat_id: number;
  text: string;
  parse_mode?: "HTML" | "MarkdownV2";
  disable_notification?: true;
  protect_content?: true;
  link_preview_options?: { is_disabled: true };
  message_thread_id?: number;
  reply_markup?: { inline_keyboard: { text: string; url: string }[][] };
};

const PARSE_MODES = { html: "HTML", markdown: "MarkdownV2" } as const;

/**
 * The messages of Telegram that a notification consists of, at least one; the same for the same input, whoever asks.
 * A formatted text is one, however long: cutting it would break its markup. Buttons belong under the last part.
 *
 * @param chatId where it goes now, which may be another place than the notification names: groups move
 * @param variant what is left out of it, see variant.ts
 */
export function messageParts(notification: Notification, chatId: number, variant: string): OutgoingMessage[] {
  const { message, format, buttons } = notification;
  const parseMode =
    format === undefined || format === "text" || omits(variant, "plain") ? undefined : PARSE_MODES[format];
  const texts = parseMode ? [message] : splitText(message);
  const options = {
    ...(parseMode && { parse_mode: parseMode }),
    ...optionsOf(notification, variant),
  };
  return texts.map((text, index) => ({
    chat_id: chatId,
    text,
    ...options,
    ...(buttons && index === texts.length - 1 && { reply_markup: { inline_keyboard: buttons } }),
  }));
}

function optionsOf(
  { silent, protect, link_preview, thread_id }: Notification,
  variant: string,
): Partial<OutgoingMessage> {
  return {
    ...(silent === true && { disable_notification: true }),
    ...(protect === true && { protect_content: true }),
    ...(link_preview === false && { link_preview_options: { is_disabled: true } }),
    ...(thread_id !== undefined && !omits(variant, "no_topic") && { message_thread_id: thread_id }),
  };
}
