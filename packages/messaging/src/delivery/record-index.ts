import type { RedisLink } from "../redis-link.ts";
import { readRecord } from "./read-record.ts";
import type { DeliveryRecord } from "./record.ts";

export type Page = { items: DeliveryRecord[]; cursor?: string };

export type PageQuery = {
  /** A sorted set of ids by moment, or a list of ids, oldest first. */
  index: { sortedSet: string } | { list: string };
  /** Of an earlier page. */
  cursor?: string | undefined;
  limit: number;
  /** At most so many records are looked at for one page. */
  lookAtMost: number;
  keep: (record: DeliveryRecord) => boolean;
};

/** Records read in one round trip. */
const BATCH = 100;

/** Record `id`, or undefined. Throws RedisUnavailableError. */
export async function fetchRecord(
  redis: RedisLink,
  prefix: string,
  id: string,
): Promise<DeliveryRecord | undefined> {
  return readRecord(id, await redis.run((client) => client.hgetall(prefix + id)));
}

/**
 * A page of records, newest first. The cursor names the place after the last record that was looked at, so a page may be
 * empty and still have one.
 */
export async function fetchPage(redis: RedisLink, recordPrefix: string, query: PageQuery): Promise<Page> {
  const items: DeliveryRecord[] = [];
  let position = readCursor(query.cursor);
  let looked = 0;
  while (looked < query.lookAtMost && items.length < query.limit) {
    const found = await fetchPlaces(redis, query.index, position, Math.min(BATCH, query.lookAtMost - looked));
    const records = await fetchRecords(redis, recordPrefix, found);
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

/** Of a list, so many of the newest can be found. */
const LIST_MAX = 10_000;

async function fetchPlaces(
  redis: RedisLink,
  index: PageQuery["index"],
  position: Place | undefined,
  count: number,
): Promise<Place[]> {
  if ("sortedSet" in index) return await fetchFromSet(redis, index.sortedSet, position, count);
  const ids = await redis.run((client) => client.lrange(index.list, -LIST_MAX, -1));
  const end = position === undefined ? ids.length : Math.max(0, ids.lastIndexOf(position.id));
  return ids
    .slice(Math.max(0, end - count), end)
    .reverse()
    .map((id) => ({ id, score: "" }));
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

async function fetchRecords(redis: RedisLink, recordPrefix: string, places: readonly Place[]) {
  if (places.length === 0) return [];
  const replies = await redis.run(async (client) => {
    const pipeline = client.pipeline();
    for (const { id } of places) pipeline.hgetall(recordPrefix + id);
    return (await pipeline.exec()) ?? [];
  });
  return replies.map(([error, fields], at) => {
    if (error) throw error;
    return readRecord(places[at]?.id ?? "", fields as Record<string, string>);
  });
}
