import { describe, expect, it } from "vitest";
import { createMetrics } from "../src/metrics.ts";

describe("createMetrics", () => {
  it("writes every kind of figure, with our prefix and the service", async () => {
    const metrics = createMetrics("web");
    metrics.counter("sent_total", "Sent").add();
    metrics.gauge("depth", "Depth", { labels: ["lane"] }).set(7, { lane: "a" });
    metrics.gauge("live", "Live", { read: () => 5 });
    metrics.histogram("seconds", "Seconds", { buckets: [1, 2] }).observe(1.5);
    const text = await metrics.text();
    expect(text).toContain('bellwire_sent_total{service="web"} 1');
    expect(text).toContain('bellwire_depth{lane="a",service="web"} 7');
    expect(text).toContain('bellwire_live{service="web"} 5');
    expect(text).toContain('bellwire_seconds_bucket{le="2",service="web"} 1');
    expect(text).toContain("process_resident_memory_bytes");
    expect(metrics.contentType).toContain("text/plain");
  });

  it("does not take one name twice, and keeps services apart", () => {
    const metrics = createMetrics("web");
    metrics.counter("a", "A");
    expect(() => metrics.counter("a", "A")).toThrow();
    expect(() => createMetrics("bot").counter("a", "A")).not.toThrow();
  });
});
