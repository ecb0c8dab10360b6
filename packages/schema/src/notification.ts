import { z } from "zod";
import { LIMITS } from "./limits.ts";
import { isMessageText, messageTextProblem } from "./message-text.ts";
import { buttonsSchema } from "./options/buttons-schema.ts";
import { IDENTIFIER_PATTERN } from "./options/identifier.ts";
import type { PlainRule } from "./options/option-rule.ts";
import { OPTION_RULES, viaRule } from "./options/rules.ts";
import { isUserId, userIdProblem } from "./user-id.ts";

const wrongUserId = { error: (issue: { input?: unknown }) => userIdProblem(issue.input) };

const userIdSchema = z
  .union(
    [
      z
        .number()
        .refine(isUserId, wrongUserId)
        .meta({ type: "integer", minimum: -LIMITS.userIdMax, maximum: LIMITS.userIdMax, not: { const: 0 } }),
      z.string().refine(isUserId, wrongUserId).meta({ minLength: 1, maxLength: LIMITS.userIdMaxUnits }),
    ],
    wrongUserId,
  )
  .meta({
    description:
      "The app's own id of a person, who is linked to chats. An integer that nobody is linked to is Telegram's id of " +
      "the chat, unless ADDRESSING=linked.",
    examples: [42, "customer-8731"],
  });

const messageSchema = z
  .string({ error: (issue) => messageTextProblem(issue.input) })
  .refine(isMessageText, { error: (issue) => messageTextProblem(issue.input) })
  .meta({
    type: "string",
    minLength: 1,
    maxLength: LIMITS.messageMaxUnits,
    description: "The text: well formed, without U+0000, and not only white space.",
    examples: ["Your order is on its way."],
  });

/**
 * The notification as the HTTP edge takes it: unknown fields refused. What its checks cannot tell JSON Schema stands
 * in `meta`. That `send_at` lies too far ahead depends on the clock, and is for the readers to say.
 */
export const notificationSchema = z.strictObject({
  user_id: userIdSchema,
  message: messageSchema,
  id: identifier(OPTION_RULES.id).meta({
    description:
      "The publisher's name for this notification. The same id and content again is the same request.",
    examples: ["order-1234"],
  }),
  priority: choice(
    OPTION_RULES.priority,
    "urgent overtakes normal, and normal overtakes bulk. Default: normal.",
  ),
  send_at: text(OPTION_RULES.send_at).meta({
    format: "date-time",
    description: `Not before this moment, at most ${LIMITS.sendAheadMaxDays} days ahead; a past one means now.`,
    examples: ["2027-01-31T09:00:00Z"],
  }),
  ttl_seconds: wholeNumber(
    OPTION_RULES.ttl_seconds,
    "Not later than so long after send_at, or after its acceptance.",
  ),
  format: choice(OPTION_RULES.format, "How Telegram reads the message. Default: text, as it is."),
  silent: flag(OPTION_RULES.silent, "Arrives without a sound. Default: false."),
  protect: flag(OPTION_RULES.protect, "Cannot be forwarded or saved. Default: false."),
  link_preview: flag(OPTION_RULES.link_preview, "Shows a preview of the first link. Default: true."),
  thread_id: wholeNumber(OPTION_RULES.thread_id, "The topic of a group that has topics."),
  buttons: buttonsSchema.exactOptional(),
  replace_key: identifier(OPTION_RULES.replace_key).meta({
    description: "Takes the place of an earlier one to the same chat with the same key that still waits.",
    examples: ["build-71"],
  }),
  on_unknown: choice(
    OPTION_RULES.on_unknown,
    "When nobody knows whether it arrived: send it again, or hold it. Default: resend.",
  ),
  category: identifier(OPTION_RULES.category).meta({
    description: "What it is about. A person who has opted out of the category does not get it.",
    examples: ["orders"],
  }),
});

/** What `POST /notifications` takes: a notification and the door that it is to go by. */
export const notificationRequestSchema = notificationSchema.extend({
  via: choice(viaRule, "The door that it goes by. Default: channel."),
});

/** A notification that a reader of this package has checked. */
export type Notification = z.infer<typeof notificationSchema>;

/** The door that a publisher picked. */
export type Via = NonNullable<z.infer<typeof notificationRequestSchema>["via"]>;

function text(rule: PlainRule<string>) {
  const error = (issue: { input?: unknown }): string => rule.problem(issue.input);
  return z.string({ error }).refine(rule.accepts, { error }).exactOptional();
}

function identifier(rule: PlainRule<string> & { maxUnits: number }) {
  return text(rule).meta({ minLength: 1, maxLength: rule.maxUnits, pattern: IDENTIFIER_PATTERN });
}

function wholeNumber(rule: PlainRule<number> & { max: number }, description: string) {
  const error = (issue: { input?: unknown }): string => rule.problem(issue.input);
  const checked = z.number({ error }).refine(rule.accepts, { error });
  return checked.exactOptional().meta({ type: "integer", minimum: 1, maximum: rule.max, description });
}

function flag(rule: PlainRule<boolean>, description: string) {
  return z
    .boolean({ error: (issue) => rule.problem(issue.input) })
    .exactOptional()
    .meta({ description });
}

function choice<Word extends string>(
  rule: PlainRule<Word> & { words: readonly Word[] },
  description: string,
) {
  return z
    .enum(rule.words, { error: (issue) => rule.problem(issue.input) })
    .exactOptional()
    .meta({ description });
}
