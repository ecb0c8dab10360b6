import { arch, cpus, platform, totalmem } from "node:os";

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Slope of the straight line that fits the points best. */
export function slope(points: readonly { x: number; y: number }[]): number {
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  const covariance = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
}

export function round(value: number, digits = 0): number {
  return Number(value.toFixed(digits));
}

export function mebibytes(bytes: number): number {
  return round(bytes / 1024 / 1024, 1);
}

export function machine(): string {
  const memory = round(totalmem() / 1024 ** 3);
  return `${cpus().length} x ${cpus()[0]?.model ?? "unknown"}, ${memory} GiB, ${platform()} ${arch()}, Node ${process.version}`;
}
