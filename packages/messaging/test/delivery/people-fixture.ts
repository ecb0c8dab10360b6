import type { Settlement, Taken } from "../../src/delivery/taken.ts";
import { type Queue, sent, work } from "./queue-fixture.ts";

export const linked = { mustBeLinked: true };

/** Writes down whose chats these are, as linking does. */
export async function link({ client, keys }: Queue, user: string, ...chats: string[]): Promise<void> {
  await client.zadd(keys.recipients, 0, user);
  await client.hset(keys.recipient + user, "chats", chats.join(","));
  for (const chat of chats) await client.hset(keys.chat + chat, "users", JSON.stringify([user]));
  for (const chat of chats) await client.zadd(keys.chats, "+inf", chat);
}

/** Writes down what a chat wants. */
export async function wishes(
  { client, keys }: Queue,
  chat: string,
  fields: Record<string, string>,
): Promise<void> {
  await client.zadd(keys.chats, "+inf", chat);
  await client.hset(keys.chat + chat, fields);
}

/** Takes what there is and sends it. Resolves with `id to chat`, in order. */
export async function sendAll(queue: Queue): Promise<string[]> {
  const arrived: string[] = [];
  await work(queue.worker(), (taken: Taken): Settlement => {
    arrived.push(`${taken.id} to ${taken.lane}`);
    return sent(taken);
  });
  return arrived;
}
