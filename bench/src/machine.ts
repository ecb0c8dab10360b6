import { readFileSync } from "node:fs";
import { arch, cpus, platform, totalmem } from "node:os";
import { shown } from "./measure.ts";

export function machine(): string {
  const memory = shown(totalmem() / 1024 ** 3);
  const processor = `${cpus().length} x ${cpus()[0]?.model ?? "unknown"}`;
  return `${processor}, ${memory} GiB, ${platform()} ${arch()}, Node ${process.version}`;
}

/** Ticks of all processors since the machine began, and those of them that its host gave to others. Linux only. */
export function ticksOfMachine(): { all: number; taken: number } {
  const [first = ""] = readFileSync("/proc/stat", "utf8").split("\n");
  // user, nice, system, idle, iowait, irq, softirq, steal; what follows is contained in the first two.
  const ticks = first.split(/ +/).slice(1, 9).map(Number);
  return { all: ticks.reduce((sum, one) => sum + one, 0), taken: ticks[7] ?? 0 };
}
