import { type Fields, fieldsOf, numberOf } from "../api/read.ts";

/** Figures by name, such as messages by state. */
export type Counts = Readonly<Record<string, number>>;

/** Pub/sub as this web process counts it. `received`: messages that came to it; `fannedOut`: handed to its subscribers. */
export type ChannelCounts = { published: number; delivered: number; received: number; fannedOut: number };

/** The figures of one moment that can be drawn. */
type Figures = ChannelCounts & {
  states: Counts;
  /** What else was counted since the beginning. */
  totals: Counts;
  oldestWaitingMs: number | undefined;
  lag: number;
  pending: number;
  taken: number;
  deadLetters: number;
  quarantined: number;
  botsAlive: number;
};

export type Stats = Figures & {
  channels: ReadonlyMap<string, ChannelCounts>;
  /** The whole answer of `GET /stats`, for views that show what nobody else does. */
  fields: Fields;
};

/** One second of the past. */
export type StatsPoint = Figures & {
  /** By the clock of this page. */
  atMs: number;
  /** These parts of the answer as they came, small: the charts alone read them. */
  governor: Fields;
  latency: Fields;
};

/** Reads the answer of `GET /stats`; a figure that is not there is 0. */
export function parseStats(body: unknown): Stats {
  const fields = fieldsOf(body);
  const channels = Object.entries(fieldsOf(fields.channels));
  return {
    ...parseFigures(fields),
    channels: new Map(channels.map(([name, counts]) => [name, parseChannelCounts(fieldsOf(counts))])),
    fields,
  };
}

export function toPoint({ fields }: Stats, atMs: number): StatsPoint {
  const { governor, latency } = fields;
  return { ...parseFigures(fields), atMs, governor: fieldsOf(governor), latency: fieldsOf(latency) };
}

function parseFigures(fields: Fields): Figures {
  return {
    ...parseChannelCounts(fields),
    states: parseCounts(fields.states),
    totals: parseCounts(fields.totals),
    oldestWaitingMs: numberOf(fields.oldest_waiting_ms),
    lag: numberOf(fields.lag) ?? 0,
    pending: numberOf(fields.pending) ?? 0,
    taken: numberOf(fields.taken) ?? 0,
    deadLetters: numberOf(fields.dead_letters) ?? 0,
    quarantined: numberOf(fields.quarantined) ?? 0,
    botsAlive: numberOf(fields.bots_alive) ?? 0,
  };
}

function parseChannelCounts(fields: Fields): ChannelCounts {
  return {
    published: numberOf(fields.published) ?? 0,
    delivered: numberOf(fields.delivered) ?? 0,
    received: numberOf(fields.received) ?? 0,
    fannedOut: numberOf(fields.fanned_out) ?? 0,
  };
}

export function parseCounts(value: unknown): Counts {
  const entries = Object.entries(fieldsOf(value));
  return Object.fromEntries(
    entries.filter((entry): entry is [string, number] => numberOf(entry[1]) !== undefined),
  );
}
