import { readFileSync } from "node:fs";

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The value below which so many percent of the values lie; between two of them, the weighted mean of both. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = ((sorted.length - 1) * percent) / 100;
  const lower = sorted[Math.floor(place)] ?? Number.NaN;
  const upper = sorted[Math.ceil(place)] ?? Number.NaN;
  return lower + (upper - lower) * (place - Math.floor(place));
}

/** Slope of the straight line that fits the points best. */
export function slope(points: readonly { x: number; y: number }[]): number {
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / points.length;
  const covariance = points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0);
  return covariance / points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
}

/** With commas between the thousands, and so many digits after the point. */
export function shown(value: number, digits = 0): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

export function mebibytes(bytes: number): number {
  return bytes / 1024 / 1024;
}

/** A moment that means the same in every process of this machine, in milliseconds. */
export function sharedClockMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** Processor time that a process has used, user and system. Linux only; throws once the process has ended. */
export function cpuMsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The command name in parentheses may hold anything; the numbers after it begin with field 3.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  // Linux reports hundredths of a second here, whatever the kernel's own clock.
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
