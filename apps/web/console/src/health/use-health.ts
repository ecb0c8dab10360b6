import { useEffect, useState } from "react";
import { type HealthReport, readHealth } from "../api/health.ts";
import type { Problem } from "../api/problem.ts";

/** What is known of web. `report` is the last one, also after web fell silent. */
export type HealthState = {
  web: "unknown" | "up" | "silent";
  sinceMs: number;
  report: HealthReport | undefined;
  problem: Problem | undefined;
};

const CALM_MS = 2_000;
const ALARMED_MS = 1_000;
/** With the pause before it, a web that hangs is noticed within 4 s. */
const TIMEOUT_MS = 2_000;

/** Asks web how it is, every 2 s, every second while something is wrong; never two questions at once. */
export function useHealth(): HealthState {
  const [state, setState] = useState<HealthState>(() => ({
    web: "unknown",
    sinceMs: Date.now(),
    report: undefined,
    problem: undefined,
  }));

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const ask = async (): Promise<void> => {
      const answer = await readHealth(TIMEOUT_MS);
      if (over) return;
      setState((before) => nextState(before, answer.ok ? answer.value : answer.problem));
      timer = setTimeout(() => void ask(), answer.ok && allWell(answer.value) ? CALM_MS : ALARMED_MS);
    };
    void ask();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, []);

  return state;
}

function nextState(before: HealthState, news: HealthReport | Problem): HealthState {
  const web = "checks" in news ? "up" : "silent";
  const sinceMs = web === before.web ? before.sinceMs : Date.now();
  return "checks" in news
    ? { web, sinceMs, report: news, problem: undefined }
    : { web, sinceMs, report: before.report, problem: news };
}

function allWell(report: HealthReport): boolean {
  return report.ready && report.checks.every((check) => check.status === "ok");
}
