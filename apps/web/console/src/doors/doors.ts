import { type Fields, fieldsOf, listOf, numberOf, textOf } from "../api/read.ts";

/** A figure that is undefined is not known, which is not the same as 0. */
type Figure = number | undefined;

/** What one bot took from the queue and did not admit yet. */
export type PendingList = { bot: string; length: number };

/** A reader of the stream's group. `idleMs`: since it last asked. */
export type Consumer = { name: string; pending: Figure; idleMs: Figure };

export type StreamDoor = {
  length: Figure;
  /** Not given to any consumer yet. */
  lag: Figure;
  /** Given to a consumer, and not admitted yet. */
  pending: Figure;
  consumers: readonly Consumer[] | undefined;
};

/** Who takes in, and how long that right lasts if it is not renewed. */
export type Intake = { holder: string; remainingMs: Figure };

export type Doors = {
  channel: { bots: Figure; subscribers: Figure };
  queue: { length: Figure; pending: Figure; lists: readonly PendingList[] | undefined };
  /** `none`: nothing was ever put into it. */
  stream: StreamDoor | "none" | undefined;
  intake: Intake | "nobody" | undefined;
};

/** Reads what the answer of `GET /stats` says of the doors. */
export function parseDoors(stats: Fields): Doors {
  const doors = fieldsOf(stats.doors);
  const [channel, queue] = [fieldsOf(doors.channel), fieldsOf(doors.queue)];
  return {
    channel: { bots: countOf(channel.bots), subscribers: countOf(channel.subscribers) },
    queue: {
      length: countOf(queue.length),
      pending: countOf(queue.pending),
      lists: parseList(queue.lists, parsePendingList),
    },
    stream: parseStream(doors.stream),
    intake: parseIntake(stats.intake),
  };
}

function parseStream(value: unknown): Doors["stream"] {
  if (value === null) return "none";
  if (value === undefined) return undefined;
  const stream = fieldsOf(value);
  return {
    length: countOf(stream.length),
    // Redis forgets a group's lag when entries between were deleted; what web computed is then the better guess.
    lag: countOf(stream.group_lag) ?? countOf(stream.unread),
    pending: countOf(stream.pending),
    consumers: parseList(stream.consumers, parseConsumer),
  };
}

function parseIntake(value: unknown): Doors["intake"] {
  const { holder, remaining_ms } = fieldsOf(value);
  if (value === null || holder === null) return "nobody";
  const name = textOf(holder);
  return name === undefined ? undefined : { holder: name, remainingMs: countOf(remaining_ms) };
}

function parsePendingList(value: unknown): PendingList | undefined {
  const [bot, length] = [textOf(fieldsOf(value).bot), countOf(fieldsOf(value).length)];
  return bot === undefined || length === undefined ? undefined : { bot, length };
}

function parseConsumer(value: unknown): Consumer | undefined {
  const fields = fieldsOf(value);
  const name = textOf(fields.name);
  return name === undefined
    ? undefined
    : { name, pending: countOf(fields.pending), idleMs: countOf(fields.idle_ms) };
}

/** undefined where there is no list at all. */
function parseList<T>(value: unknown, parse: (item: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return listOf(value)
    .map(parse)
    .filter((item) => item !== undefined);
}

function countOf(value: unknown): Figure {
  const count = numberOf(value);
  return count !== undefined && count >= 0 ? count : undefined;
}
