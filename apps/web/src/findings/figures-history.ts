import type { ChannelCounts } from "@bellwire/messaging";

export type Figures = {
  atMs: number;
  lag: number;
  channels: ReadonlyMap<string, Readonly<ChannelCounts>>;
  /** Channels that a subscriber of this process listens to by name, and Redis has confirmed it. */
  listened: ReadonlySet<string>;
};

export type Growth = { from: number; to: number; overMs: number };

/** Messages published here on a channel that is listened to here, and not received. */
export type Lost = { channel: string; count: number };

/** Somebody publishes here on a channel on which nobody listens. */
export type Unheard = { channel: string; count: number; sinceMs: number };

const SAMPLES_MAX = 20;
const WINDOW_MS = 30_000;
const APART_MS = 1000;
/** Growth is told when it went on for so long. */
const GROWING_MS = 8000;
const GROWN_BY = 10;
/** Nobody publishes there any more. */
const UNHEARD_MS = 10 * 60_000;

/** The figures of the last half minute: what they say together that none of them says alone. */
export class FiguresHistory {
  #samples: Figures[] = [];
  readonly #unheard = new Map<string, Unheard & { lastMs: number }>();

  /** Takes note; sooner than a second after the last ones they are passed over. */
  note(figures: Figures): void {
    const before = this.#samples.at(-1);
    if (before !== undefined && figures.atMs < before.atMs + APART_MS) return;
    this.#noteUnheard(figures, before);
    const kept = this.#samples.filter(({ atMs }) => atMs >= figures.atMs - WINDOW_MS);
    this.#samples = [...kept, figures].slice(-SAMPLES_MAX);
  }

  /** How the lag grew, where it did nothing else for a while. */
  lagGrowth(): Growth | undefined {
    let first = this.#samples.length - 1;
    while (first > 0 && this.#lagAt(first - 1) <= this.#lagAt(first)) first -= 1;
    const [from, to] = [this.#samples[first], this.#samples.at(-1)];
    if (from === undefined || to === undefined) return undefined;
    const overMs = to.atMs - from.atMs;
    if (overMs < GROWING_MS || to.lag - from.lag < GROWN_BY) return undefined;
    return { from: from.lag, to: to.lag, overMs };
  }

  /** What was published and should have been received by the last look, but for what came after the one before it. */
  lost(): Lost[] {
    const [first, last, lastButOne] = [this.#samples[0], this.#samples.at(-1), this.#samples.at(-2)];
    if (first === undefined || last === undefined || lastButOne === undefined) return [];
    return [...last.listened].flatMap((channel) => {
      if (!this.#samples.every(({ listened }) => listened.has(channel))) return [];
      const grown = (later: Figures, what: "published" | "received") =>
        (later.channels.get(channel)?.[what] ?? 0) - (first.channels.get(channel)?.[what] ?? 0);
      const count = grown(lastButOne, "published") - grown(last, "received");
      return count > 0 ? [{ channel, count }] : [];
    });
  }

  /** Channels to which was published of late, and nobody heard it; those of late first. */
  unheard(): Unheard[] {
    return [...this.#unheard.values()].sort((one, other) => other.lastMs - one.lastMs);
  }

  #lagAt(place: number): number {
    return this.#samples[place]?.lag ?? 0;
  }

  #noteUnheard({ atMs, channels }: Figures, before: Figures | undefined): void {
    for (const [channel, { published, delivered }] of channels) {
      const last = before?.channels.get(channel);
      const known = this.#unheard.get(channel);
      const isNew = published > (last?.published ?? 0);
      if (delivered > (last?.delivered ?? 0)) this.#unheard.delete(channel);
      else if (isNew) {
        const count = (known?.count ?? 0) + published - (last?.published ?? 0);
        this.#unheard.set(channel, { channel, count, sinceMs: known?.sinceMs ?? atMs, lastMs: atMs });
      }
    }
    for (const [channel, { lastMs }] of this.#unheard)
      if (lastMs < atMs - UNHEARD_MS || !channels.has(channel)) this.#unheard.delete(channel);
  }
}
