import type { StatsPoint } from "../feed/index.ts";

/** null is not known: the line breaks there. */
export type Figure = number | null;

/** What one line shows of a point. undefined: not known. */
export type Measure = {
  of: (point: StatsPoint) => number | undefined;
  /** `of` counts since the beginning, and the line shows by how much it grows in a second. */
  perSecond?: boolean;
};

/** Points in time, the oldest first, and per measure as many figures. */
export type Columns = { timesMs: readonly number[]; figures: readonly (readonly Figure[])[] };

/** A pause as long as this is a hole in the lines: the page heard nothing. */
const HOLE_MS = 5_000;
/** Two points that came almost at once were late, not fast: growth is measured over at least this. */
const GROWTH_OVER_MS = 900;

export function columnsOf(history: readonly StatsPoint[], measures: readonly Measure[]): Columns {
  const stretches = stretchesOf(history);
  return {
    timesMs: stretches.flatMap((points, at) => [
      ...holeBefore(points, at),
      ...points.map(({ atMs }) => atMs),
    ]),
    figures: measures.map((measure) =>
      stretches.flatMap((points, at) => [
        ...holeBefore(points, at).map(() => null),
        ...figuresOf(points, measure),
      ]),
    ),
  };
}

/** Parts of the history without a hole. */
function stretchesOf(history: readonly StatsPoint[]): StatsPoint[][] {
  const stretches: StatsPoint[][] = [];
  for (const point of history) {
    const last = stretches.at(-1);
    const before = last?.at(-1)?.atMs;
    if (last === undefined || before === undefined || point.atMs - before >= HOLE_MS) stretches.push([point]);
    else last.push(point);
  }
  return stretches;
}

/** The moment without figures that keeps a stretch apart from the one before it. */
function holeBefore([first]: readonly StatsPoint[], at: number): number[] {
  return at > 0 && first !== undefined ? [first.atMs - 1] : [];
}

function figuresOf(points: readonly StatsPoint[], { of, perSecond = false }: Measure): Figure[] {
  if (!perSecond) return points.map((point) => of(point) ?? null);
  let base = 0;
  return points.map((point) => {
    // The newest point that is old enough; it only ever moves on.
    while ((points[base + 1]?.atMs ?? Number.POSITIVE_INFINITY) <= point.atMs - GROWTH_OVER_MS) base += 1;
    return growth(points[base], point, of);
  });
}

function growth(from: StatsPoint | undefined, to: StatsPoint, of: Measure["of"]): Figure {
  if (from === undefined || to.atMs - from.atMs < GROWTH_OVER_MS) return null;
  const [before, after] = [of(from), of(to)];
  // A count that fell has begun anew: by how much it grew is not known.
  if (before === undefined || after === undefined || after < before) return null;
  return ((after - before) * 1_000) / (to.atMs - from.atMs);
}
