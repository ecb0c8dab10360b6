import type { DeliveryStats } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import { queueFindings } from "../../src/findings/queue-findings.ts";

function queue(fields: object, quarantined = 0) {
  const delivery = {
    states: { held: 0, accepted: 5 },
    deadLetters: 0,
    doors: { queue: 0, queuePending: 0 },
    governor: { factor: 1 },
    ...fields,
  } as unknown as DeliveryStats;
  return { delivery, quarantined };
}

describe("queueFindings", () => {
  it("has nothing to say where nothing piles up", () => {
    expect(queueFindings(queue({}), undefined)).toEqual([]);
  });

  it("says what piles up", () => {
    const growth = { from: 10, to: 50, overMs: 10_000 };
    const state = {
      states: { held: 2, accepted: 60 },
      deadLetters: 1,
      governor: { factor: 1, heldUntilMs: 0 },
    };
    const findings = queueFindings(queue(state, 3), growth);
    expect(findings.map(({ code }) => code)).toEqual([
      "lag_grows",
      "dead_letters",
      "held",
      "telegram_holds",
      "quarantined",
    ]);
    expect(findings.map(({ words }) => words)).toMatchObject([
      "What no bot has taken in grows: from 10 to 50 within 10 s, 60 now.",
      "1 notification was given up.",
      expect.stringContaining("Of 2 notifications"),
      expect.stringContaining("1970-01-01T00:00:00.000Z"),
      expect.stringContaining("3 payloads were"),
    ]);
  });
});
