import type { Update } from "../telegram/telegram-client.ts";

export type Reply = { chatId: number; text: string };

const HELP = `I bring you notifications.

/start – begin
/help – this text`;

/** `/name`, possibly addressed to one bot of a group, possibly with words behind it. */
const COMMAND = /^\/([a-z]{1,32})(?:@(\w{1,64}))?(?=\s|$)/i;

/**
 * What to answer to an update, or nothing: text that is no command of ours, or a command for another bot.
 * @param username of this bot
 */
export function answerTo(update: Update, username: string): Reply | undefined {
  const { chat, text = "" } = update.message ?? {};
  const [, command, addressee] = COMMAND.exec(text) ?? [];
  if (chat === undefined || command === undefined) return undefined;
  if (addressee !== undefined && addressee.toLowerCase() !== username.toLowerCase()) return undefined;
  switch (command.toLowerCase()) {
    case "start":
      return {
        chatId: chat.id,
        text: `Hello! From now on your notifications arrive here.\nYour user id is ${chat.id}.`,
      };
    case "help":
      return { chatId: chat.id, text: HELP };
    default:
      return undefined;
  }
}
