/** About a hundred characters, as notifications are; the number at the end tells one from another. */
export const MESSAGE_PREFIX =
  "Your order has left the warehouse and will be with you tomorrow between nine and noon. Message number";

export function messageText(number: number): string {
  return `${MESSAGE_PREFIX} ${number}`;
}

/** The chat of message `number` when they are spread evenly over so many. */
export function chatOf(number: number, chats: number): number {
  return 1 + (number % chats);
}

/** What a stranger puts on the channel and on the queue. */
export function payload(number: number, chats: number): string {
  return `{"user_id":${chatOf(number, chats)},"message":"${messageText(number)}"}`;
}
