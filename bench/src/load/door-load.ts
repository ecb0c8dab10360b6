import { setTimeout } from "node:timers/promises";
import { waitFor } from "@bellwire/testkit";
import { chatOf, messageText, payload } from "../message.ts";
import { RedisLoad } from "./redis-load.ts";

/** Messages `first` to `first + count - 1`, spread evenly over so many chats. */
export type Batch = { first: number; count: number; chats: number };

/** How many are through so far, of all that were ever sent. */
export type Progress = () => Promise<number>;

const CHANNEL = "notification";
const POLL_MS = 5;
const THROUGH_MS = 180_000;

/**
 * As many published and not yet through at a time, about 3 MB. Pub/sub holds nobody back, so what is measured without
 * a bound is how much a reader can leave lying about; with one, it is what the reader can keep up for ever.
 */
const WINDOW = 20_000;
const PUBLISH_AT_ONCE = 2_000;

/** Publishes, never more than the window ahead of `progress`; resolves when all are through. */
export async function publishWithin(port: number, batch: Batch, progress: Progress): Promise<void> {
  const before = await progress();
  const load = await RedisLoad.connect(port);
  for (let sent = 0; sent < batch.count; ) {
    const size = Math.min(PUBLISH_AT_ONCE, batch.count - sent);
    while (sent + size - ((await progress()) - before) > WINDOW) await setTimeout(POLL_MS);
    const begin = batch.first + sent;
    await load.send(size, 1, (index) => ["PUBLISH", CHANNEL, payload(begin + index, batch.chats)]);
    sent += size;
  }
  load.close();
  await through(before + batch.count, progress);
}

/** Appends to a stream as fast as Redis takes it; resolves when all are through. */
export async function appendAll(
  port: number,
  stream: string,
  batch: Batch,
  progress: Progress,
): Promise<void> {
  const before = await progress();
  const load = await RedisLoad.connect(port);
  await load.send(batch.count, 2, (index) => {
    const number = batch.first + index;
    const fields = ["user_id", String(chatOf(number, batch.chats)), "message", messageText(number)];
    return ["XADD", stream, "*", ...fields];
  });
  load.close();
  await through(before + batch.count, progress);
}

/** Pushes to the queue door; resolves when Redis has them. */
export async function pushAll(port: number, queue: string, batch: Batch): Promise<void> {
  const load = await RedisLoad.connect(port);
  await load.send(batch.count, 1, (index) => ["LPUSH", queue, payload(batch.first + index, batch.chats)]);
  load.close();
}

/** Resolves when `progress` has come to `end`. */
export async function through(end: number, progress: Progress): Promise<void> {
  await waitFor(async () => (await progress()) >= end, {
    timeoutMs: THROUGH_MS,
    everyMs: POLL_MS,
    what: "the last message",
  });
}
