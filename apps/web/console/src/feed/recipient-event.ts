import { fieldsOf, textOf, timeOf } from "../api/read.ts";
import { userIdOf } from "../api/user-id.ts";

/** A person did something, or something was done to them. */
export type RecipientEvent = {
  /** linked, unlinked, suspended, returned, replied or preferences. */
  event: string;
  userId: string;
  chatId: string | undefined;
  atMs: number | undefined;
  reason: string | undefined;
  /** What the person wrote to the bot. */
  text: string | undefined;
};

/** undefined for what cannot be used. */
export function parseRecipientEvent(value: unknown): RecipientEvent | undefined {
  const fields = fieldsOf(value);
  const [event, userId] = [textOf(fields.event), userIdOf(fields.user_id)];
  if (event === undefined || userId === undefined) return undefined;
  return {
    event,
    userId,
    chatId: userIdOf(fields.chat_id),
    atMs: timeOf(fields.at),
    reason: textOf(fields.reason),
    text: textOf(fields.text),
  };
}
