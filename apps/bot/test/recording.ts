import { type Counter, createLogger, type Histogram, type Logger } from "@bellwire/runtime";

/** A counter that remembers: how much was added under exactly these labels. */
export function recordingCounter(): Counter & { of(labels: Record<string, string>): number } {
  const counts = new Map<string, number>();
  const keyOf = (labels: Record<string, string>) => {
    const names = Object.keys(labels).sort((a, b) => (a < b ? -1 : 1));
    return JSON.stringify(names.map((name) => [name, labels[name]]));
  };
  return {
    add(labels = {}, by = 1) {
      counts.set(keyOf(labels), (counts.get(keyOf(labels)) ?? 0) + by);
    },
    of: (labels) => counts.get(keyOf(labels)) ?? 0,
  };
}

export const ignoringHistogram: Histogram = { observe: () => {} };

/** A real logger, and every line it wrote. */
export function recordingLogger(): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { logger: createLogger({ service: "bot", level: "debug", destination }), lines };
}

/** A promise and the way to resolve it. */
export function gate<T>(): { promise: Promise<T>; open: (value: T) => void } {
  const box: { open?: (value: T) => void } = {};
  const promise = new Promise<T>((resolve) => {
    box.open = resolve;
  });
  return { promise, open: (value) => box.open?.(value) };
}
