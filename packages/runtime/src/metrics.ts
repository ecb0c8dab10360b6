import {
  collectDefaultMetrics,
  Counter as PromCounter,
  Gauge as PromGauge,
  Histogram as PromHistogram,
  Registry,
} from "prom-client";

/** A number that only grows. Label values must come from a closed list, never from input. */
export type Counter = { add(labels?: Record<string, string>, by?: number): void };
/** A number read at the moment of the scrape. */
export type Gauge = { set(value: number, labels?: Record<string, string>): void };
export type Histogram = { observe(value: number, labels?: Record<string, string>): void };

export type Metrics = {
  /** Declares a counter. Declaring a name twice is an error. */
  counter(name: string, help: string, labels?: readonly string[]): Counter;
  /** Declares a gauge; `read`, when given, is asked at every scrape. */
  gauge(name: string, help: string, options?: { labels?: readonly string[]; read?: () => number }): Gauge;
  histogram(
    name: string,
    help: string,
    options: { labels?: readonly string[]; buckets: readonly number[] },
  ): Histogram;
  /** Everything in the Prometheus text format. */
  text(): Promise<string>;
  readonly contentType: string;
};

/** A registry of its own per service, with the figures of the process in it. Every name gets the prefix `bellwire_`. */
export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const named = (name: string, help: string, labels: readonly string[] = []) => ({
    name: `bellwire_${name}`,
    help,
    labelNames: [...labels],
    registers: [registry],
  });
  return {
    counter(name, help, labels) {
      const counter = new PromCounter(named(name, help, labels));
      return { add: (values = {}, by = 1) => counter.inc(values, by) };
    },
    gauge(name, help, options = {}) {
      const { read } = options;
      const gauge: PromGauge = new PromGauge({
        ...named(name, help, options.labels),
        ...(read && { collect: () => gauge.set(read()) }),
      });
      return { set: (value, values = {}) => gauge.set(values, value) };
    },
    histogram(name, help, { labels, buckets }) {
      const histogram = new PromHistogram({ ...named(name, help, labels), buckets: [...buckets] });
      return { observe: (value, values = {}) => histogram.observe(values, value) };
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
