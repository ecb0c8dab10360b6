/** What an event of a stream says of messages: when those that it shows were published, and how many it leaves out. */
export type Told = { publishedMs: readonly number[]; left: number; dropped: number };

type Shown = { subscriber?: string; payload: { atMs?: number } };

const NOTHING: Told = { publishedMs: [], left: 0, dropped: 0 };

/** The subscriber whose messages are counted. */
export const SUBSCRIBER = "orders-listener";
/** What it listens on. */
export const CHANNEL = "orders:new";

/**
 * Reads events of `GET /live` and of `GET /subscribers/{name}/events`. Every reader is sent the same bytes: what one
 * of them was sent is read once for all, so that what is measured is web, and not the measuring.
 */
export function toldBy(): (event: string) => Told {
  let [last, lastTold] = ["", NOTHING];
  return (event) => {
    if (event !== last) [last, lastTold] = [event, read(event)];
    return lastTold;
  };
}

function read(event: string): Told {
  const name = /^event: (\w+)$/m.exec(event)?.[1];
  const data = /^data: (.*)$/m.exec(event)?.[1] ?? "{}";
  if (name === "messages") {
    const { items, skipped } = JSON.parse(data) as { items: Shown[]; skipped: Record<string, number> };
    const own = items.filter(({ subscriber }) => subscriber === SUBSCRIBER);
    return { publishedMs: own.map(publishedMs), left: skipped[SUBSCRIBER] ?? 0, dropped: 0 };
  }
  if (name === "message")
    return { publishedMs: [publishedMs(JSON.parse(data) as Shown)], left: 0, dropped: 0 };
  if (name === "dropped") return { ...NOTHING, dropped: (JSON.parse(data) as { count: number }).count };
  return NOTHING;
}

function publishedMs({ payload }: Shown): number {
  return payload.atMs ?? Number.NaN;
}
