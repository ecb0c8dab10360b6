import type { HealthState } from "../health/use-health.ts";
import type { Session } from "../session/use-session.ts";

/** What every view is given; most read the feed alone. */
export type ViewProps = {
  health: HealthState;
  /** `session.expired` is to be called by whoever was answered 401. */
  session: Session;
};
