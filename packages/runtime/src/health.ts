export type CheckStatus = "ok" | "warn" | "fail";

/** What a part says of itself: a sentence for a person and, unless all is well, what to do. */
export type CheckResult = { status: CheckStatus; words: string; remedy?: string };

export type HealthReport = {
  service: string;
  status: "ready" | "not_ready";
  checks: ({ name: string; since: string } & CheckResult)[];
};

/**
 * What a service knows of its own health. Each part keeps its own check up to date with `set`; `report` is what
 * `/readyz` answers. A service is ready when no check fails; a warning does not make it unready.
 */
export class Health {
  readonly #service: string;
  readonly #checks = new Map<string, CheckResult & { since: string }>();

  constructor(service: string) {
    this.#service = service;
  }

  /** Replaces the check `name`. `since` moves only when the status changes, so it says how long this has lasted. */
  set(name: string, result: CheckResult): void {
    const previous = this.#checks.get(name);
    const since = previous?.status === result.status ? previous.since : new Date().toISOString();
    this.#checks.set(name, { ...result, since });
  }

  /** Forgets the check `name`; a name that is not there is no error. */
  remove(name: string): void {
    this.#checks.delete(name);
  }

  report(): HealthReport {
    const checks = [...this.#checks].map(([name, check]) => ({ name, ...check }));
    const failing = checks.some((check) => check.status === "fail");
    return { service: this.#service, status: failing ? "not_ready" : "ready", checks };
  }
}
