import { expect, it } from "vitest";
import { type HealthReport, parseHealth } from "../../src/api/health.ts";
import { awayOf, summaryOf } from "../../src/health/health-words.ts";
import type { HealthState } from "../../src/health/use-health.ts";

const SINCE = "2026-11-21T10:00:00.000Z";
const REMEDY = "Start Redis.";

function up(...checks: object[]): HealthState {
  const report: HealthReport | undefined = parseHealth({ service: "web", status: "ready", checks });
  return { web: "up", sinceMs: 0, report, problem: undefined };
}

const redis = (status: string) => ({
  name: "redis",
  status,
  words: "Redis cannot be reached.",
  since: SINCE,
  remedy: REMEDY,
});

it("says that web is away, whatever it said last", () => {
  const state: HealthState = { ...up(redis("fail")), web: "silent", sinceMs: 7 };
  expect(awayOf(state)).toMatchObject({ who: "Web does not answer", sinceMs: 7 });
  expect(summaryOf(state)).toEqual({ mood: "fail", words: "Web does not answer" });
});

it("says that Redis is away, since when, and what to do", () => {
  const away = awayOf(up(redis("fail")));
  expect(away).toEqual({ who: "Redis cannot be reached", sinceMs: Date.parse(SINCE), words: REMEDY });
});

it("says nothing while both answer, though a bot is missing", () => {
  expect(awayOf(up(redis("ok"), { name: "bot", status: "warn", words: "No bot is there." }))).toBeUndefined();
  expect(awayOf(up())).toBeUndefined();
});
