import type { DeliveryKeys } from "../keys.ts";
import { toRedisUnavailable } from "../redis-errors.ts";
import type { RedisLink } from "../redis-link.ts";
import { readRecord } from "./read-record.ts";
import type { DeliveryRecord } from "./record.ts";

export type Page = { items: DeliveryRecord[]; cursor?: string };

export type PageQuery = {
  /** A sorted set of ids by moment; or one of all lanes, of which a single one is meant: see scripts/delivery/writing.ts. */
  index: { sortedSet: string } | { byLane: string; lane: string };
  /** Of an earlier page. */
  cursor?: string | undefined;
  limit: number;
  /** At most so many records are looked at for one page. */
  lookAtMost: number;
  keep: (record: DeliveryRecord) => boolean;
};

/** Records read in one round trip. */
const BATCH = 100;

type RecordKeys = Pick<DeliveryKeys, "record" | "flight">;

/** Record `id`, or undefined. Throws RedisUnavailableError. */
export async function fetchRecord(
  redis: RedisLink,
  keys: RecordKeys,
  id: string,
): Promise<DeliveryRecord | undefined> {
  const [record] = await fetchRecords(redis, keys, [id]);
  return record;
}

/**
 * A page of records, newest first. The cursor names the place after the last record that was looked at, so a page may be
 * empty and still have one.
 */
export async function fetchPage(redis: RedisLink, keys: RecordKeys, query: PageQuery): Promise<Page> {
  const items: DeliveryRecord[] = [];
  let position = readCursor(query.cursor);
  let looked = 0;
  while (looked < query.lookAtMost && items.length < query.limit) {
    const found = await fetchPlaces(redis, query.index, position, Math.min(BATCH, query.lookAtMost - looked));
    const ids = found.map(({ id }) => id);
    const records = await fetchRecords(redis, keys, ids);
    for (const [at, place] of found.entries()) {
      position = place;
      looked += 1;
      const record = records[at];
      if (record !== undefined && query.keep(record)) items.push(record);
      if (items.length === query.limit) break;
    }
    if (found.length < BATCH && items.length < query.limit && looked < query.lookAtMost) return { items };
  }
  return position === undefined ? { items } : { items, cursor: `${position.score}_${position.id}` };
}

type Place = { score: string; id: string };

function readCursor(cursor: string | undefined): Place | undefined {
  if (cursor === undefined) return undefined;
  const at = cursor.indexOf("_");
  return { score: cursor.slice(0, at), id: cursor.slice(at + 1) };
}

async function fetchPlaces(
  redis: RedisLink,
  index: PageQuery["index"],
  position: Place | undefined,
  count: number,
): Promise<Place[]> {
  if ("sortedSet" in index) return await fetchFromSet(redis, index.sortedSet, position, count);
  return await fetchFromLane(redis, index, position, count);
}

async function fetchFromLane(
  redis: RedisLink,
  { byLane, lane }: { byLane: string; lane: string },
  position: Place | undefined,
  count: number,
): Promise<Place[]> {
  // No lane's name holds a control character, so nothing of another lane lies between these.
  const top = position === undefined ? `(${lane}\v` : `(${lane}\n${position.score}\n${position.id}`;
  const members = await redis.run((client) =>
    client.zrevrangebylex(byLane, top, `[${lane}\n`, "LIMIT", 0, count),
  );
  return members.map((member) => {
    const [score = "", id = ""] = member.slice(lane.length + 1).split("\n");
    return { score, id };
  });
}

/** The places after `position`. Those of the same moment are in the order of their ids, backwards. */
async function fetchFromSet(
  redis: RedisLink,
  index: string,
  position: Place | undefined,
  count: number,
): Promise<Place[]> {
  const top = position?.score ?? "+inf";
  const places: Place[] = [];
  let offset = 0;
  while (places.length < count) {
    const reply = await redis.run((client) =>
      client.zrevrangebyscore(index, top, "-inf", "WITHSCORES", "LIMIT", offset, count),
    );
    for (let at = 0; at + 1 < reply.length; at += 2) {
      const place = { id: String(reply[at]), score: String(reply[at + 1]) };
      const isPast = position === undefined || place.score !== position.score || place.id < position.id;
      if (isPast && places.length < count) places.push(place);
    }
    if (reply.length < count * 2) break;
    offset += count;
  }
  return places;
}

async function fetchRecords(redis: RedisLink, keys: RecordKeys, ids: readonly string[]) {
  if (ids.length === 0) return [];
  const replies = await redis.run(async (client) => {
    // No transaction, because Redis refuses those while it is full. What was in flight after the record was read is younger.
    const pipeline = client.pipeline();
    for (const id of ids) pipeline.hgetall(keys.record + id);
    pipeline.hmget(keys.flight, ...ids);
    return (await pipeline.exec()) ?? [];
  });
  const found = replies.map(([error, reply]) => {
    if (error) throw toRedisUnavailable(error);
    return reply;
  });
  const flights = found.pop() as (string | null)[];
  return ids.map((id, at) => readRecord(id, found[at] as Record<string, string>, flights[at] ?? null));
}
