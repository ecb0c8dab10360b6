import { describe, expect, it } from "vitest";
import { createLogger } from "../src/logger.ts";
import { type Part, Parts } from "../src/parts.ts";

function setup() {
  const happened: string[] = [];
  const lines: string[] = [];
  const logger = createLogger({
    service: "test",
    level: "info",
    destination: { write: (line: string) => void lines.push(line) },
  });
  const part = (name: string, changes: Partial<Part> = {}): Part => ({
    name,
    start: () => void happened.push(`start ${name}`),
    stop: () => void happened.push(`stop ${name}`),
    ...changes,
  });
  return { happened, lines, part, parts: (...list: Part[]) => new Parts(logger, list) };
}

const never = () => new Promise<void>(() => {});

describe("Parts", () => {
  it("starts in order and stops in reverse, once", async () => {
    const { happened, lines, part, parts } = setup();
    const all = parts(part("a"), { name: "b", stop: () => void happened.push("stop b") }, part("c"));
    await all.start();
    await all.stop(1000);
    await all.stop(1000);
    expect(happened).toEqual(["start a", "start c", "stop c", "stop b", "stop a"]);
    expect(lines).toEqual([]);
  });

  it("stops what it started when a start fails, and throws the error", async () => {
    const { happened, part, parts } = setup();
    const broken = part("b", { start: () => Promise.reject(new Error("no port")) });
    await expect(parts(part("a"), broken, part("c")).start()).rejects.toThrow("no port");
    expect(happened).toEqual(["start a", "stop b", "stop a"]);
  });

  it("starts nothing more once it was told to stop", async () => {
    const { happened, part, parts } = setup();
    const gate: { open?: () => void } = {};
    const slow = part("slow", {
      start: () =>
        new Promise<void>((resolve) => {
          gate.open = resolve;
        }),
    });
    const all = parts(slow, part("next"));
    const starting = all.start();
    await all.stop(1000);
    gate.open?.();
    await starting;
    expect(happened).toEqual(["stop slow"]);
  });

  it("goes on when a stop fails, and says so", async () => {
    const { happened, lines, part, parts } = setup();
    const broken = part("b", { stop: () => Promise.reject(new Error("it hangs")) });
    const all = parts(part("a"), broken);
    await all.start();
    await all.stop(1000);
    expect(happened).toEqual(["start a", "start b", "stop a"]);
    expect(lines.join("")).toContain("a part failed to stop");
    expect(lines.join("")).not.toContain("abandoned");
  });

  it("leaves when the grace period is over, and names what it left", async () => {
    const { happened, lines, part, parts } = setup();
    const all = parts(part("a"), part("stuck", { stop: never }), part("c"));
    await all.start();
    await all.stop(20);
    expect(happened).toEqual(["start a", "start stuck", "start c", "stop c"]);
    expect(JSON.parse(lines[0] ?? "")).toMatchObject({ abandoned: ["stuck", "a"], graceMs: 20 });
  });
});
