import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { Health } from "../src/health.ts";

const sinceOf = (health: Health) => health.report().checks[0]?.since;

describe("Health", () => {
  it("is ready while no check fails; a warning does not matter", () => {
    const health = new Health("web");
    expect(health.report()).toEqual({ service: "web", status: "ready", checks: [] });
    health.set("redis", { status: "ok", words: "Redis takes writes." });
    health.set("bots", { status: "warn", words: "No bot is there.", remedy: "Start one." });
    expect(health.report()).toMatchObject({
      status: "ready",
      checks: [
        { name: "redis", status: "ok" },
        { name: "bots", status: "warn", remedy: "Start one." },
      ],
    });
    health.set("redis", { status: "fail", words: "Redis is away.", remedy: "Start it." });
    expect(health.report().status).toBe("not_ready");
    health.remove("redis");
    health.remove("redis");
    expect(health.report().status).toBe("ready");
  });

  it("moves since with the status, and not with the words", async () => {
    const health = new Health("web");
    health.set("redis", { status: "ok", words: "one" });
    const first = sinceOf(health);
    expect(first).toBe(new Date(first ?? "").toISOString());
    await waitFor(() => new Date().toISOString() !== first, { everyMs: 1 });
    health.set("redis", { status: "ok", words: "two" });
    expect(health.report().checks[0]).toMatchObject({ words: "two", since: first });
    health.set("redis", { status: "fail", words: "three" });
    expect(sinceOf(health)).not.toBe(first);
  });
});
