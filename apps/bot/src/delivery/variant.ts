/**
 * What is left out when a message is tried again after Telegram refused a part of it that can be spared: its markup
 * (it is then sent as it was written), or the topic of the group (it then goes to the group itself).
 */
export type Omission = "plain" | "no_topic";

const SEPARATOR = "+";

/** Whether `variant`, as the delivery queue keeps it (empty at first), leaves `what` out. */
export function omits(variant: string, what: Omission): boolean {
  return variant.split(SEPARATOR).includes(what);
}

/** `variant` with one more omission. */
export function omitting(variant: string, what: Omission): string {
  return variant === "" ? what : `${variant}${SEPARATOR}${what}`;
}
