import { z } from "zod";

const integer = z.number().int();

/** What cannot be read is left out: an update must be confirmed, or it comes for ever. */
const leftOut = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined);

const chat = z.object({
  id: integer,
  type: leftOut(z.string()),
  title: leftOut(z.string()),
  first_name: leftOut(z.string()),
  last_name: leftOut(z.string()),
});

const person = z.object({ language_code: leftOut(z.string().regex(/^[A-Za-z0-9_-]{1,35}$/)) });

const message = z.object({
  message_id: integer,
  chat,
  from: leftOut(person),
  text: leftOut(z.string()),
  /** The group has another id from now on. */
  migrate_to_chat_id: leftOut(integer),
  /** Somebody left the group: perhaps the bot itself. */
  left_chat_member: z.unknown().optional(),
});

const membership = z.object({ chat, new_chat_member: z.object({ status: z.string() }) });

const tap = z.object({
  id: z.string(),
  from: leftOut(person),
  /** The one that the button is under. */
  message: leftOut(z.object({ message_id: integer, chat })),
  data: leftOut(z.string()),
});

/** One thing that happened, of those that the bot asks for; without any where it is of another kind. */
export const update = z.object({
  update_id: integer,
  message: leftOut(message),
  my_chat_member: leftOut(membership),
  callback_query: leftOut(tap),
});

/** The kinds in it, as `getUpdates` wants to be told. */
export const UPDATE_KINDS = ["message", "my_chat_member", "callback_query"];

export type Update = z.output<typeof update>;
export type UpdateChat = z.output<typeof chat>;
export type UpdateMessage = z.output<typeof message>;
export type UpdateMembership = z.output<typeof membership>;
export type UpdateTap = z.output<typeof tap>;
