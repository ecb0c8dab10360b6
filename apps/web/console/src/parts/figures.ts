import { spanWords } from "./ago-words.ts";

const PLAIN = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const FINE = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });

/** "12,345", in the reader's own way. */
export function countWords(count: number): string {
  return PLAIN.format(count);
}

/** "0.3", "12.5", "1,234": a digit after the point only where it says something. */
export function figureWords(figure: number): string {
  return (Math.abs(figure) < 100 ? FINE : PLAIN).format(figure);
}

/** "850 ms", "2.5 s", "12 s", and from a minute on "3 min". */
export function msWords(ms: number): string {
  if (ms < 1_000) return `${figureWords(ms)} ms`;
  return (ms >= 60_000 && spanWords(ms)) || `${figureWords(ms / 1_000)} s`;
}
