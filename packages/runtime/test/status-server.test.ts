import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Health } from "../src/health.ts";
import { createMetrics, type Metrics } from "../src/metrics.ts";
import { StatusServer } from "../src/status-server.ts";

let health: Health;
let metrics: Metrics;
let server: StatusServer;
let mayRead = true;
const get = (path: string) => fetch(`http://127.0.0.1:${server.port}${path}`);

beforeEach(async () => {
  health = new Health("bot");
  metrics = createMetrics("bot");
  mayRead = true;
  const options = { host: "127.0.0.1", port: 0, portVariable: "BOT_PORT", health, metrics };
  server = new StatusServer({ ...options, mayReadMetrics: () => mayRead });
  await server.start();
});
afterEach(async () => {
  await server.stop();
  await server.stop();
});

describe("StatusServer", () => {
  it("is alive as long as it answers", async () => {
    const response = await get("/livez?x=1");
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: "alive" });
  });

  it("answers readiness in words, with 503 while a check fails", async () => {
    health.set("redis", { status: "ok", words: "Redis answers." });
    expect((await get("/readyz")).status).toBe(200);
    health.set("redis", { status: "fail", words: "Redis is away.", remedy: "Start it." });
    const response = await get("/readyz");
    expect(response.status).toBe(503);
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await response.json()).toMatchObject({
      service: "bot",
      status: "not_ready",
      checks: [{ name: "redis", status: "fail", words: "Redis is away.", remedy: "Start it." }],
    });
  });

  it("shows metrics to whom it may", async () => {
    metrics.counter("things_total", "Things", ["kind"]).add({ kind: "a" }, 3);
    const text = await (await get("/metrics")).text();
    expect(text).toContain('bellwire_things_total{kind="a",service="bot"} 3');
    mayRead = false;
    const refused = await get("/metrics");
    expect(refused.status).toBe(401);
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    expect(await refused.json()).toMatchObject({ code: "unauthorized", status: 401 });
  });

  it("answers 404 elsewhere, and 500 when a figure cannot be read, and goes on", async () => {
    expect((await get("/")).status).toBe(404);
    metrics.gauge("broken", "Broken", {
      read: () => {
        throw new Error("no figure");
      },
    });
    const response = await get("/metrics");
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("no figure");
    expect((await get("/livez")).status).toBe(200);
  });
});
