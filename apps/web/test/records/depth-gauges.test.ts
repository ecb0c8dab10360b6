import { type DeliveryStats, RedisUnavailableError } from "@bellwire/messaging";
import { createMetrics } from "@bellwire/runtime";
import { waitFor } from "@bellwire/testkit";
import { expect, it } from "vitest";
import { DepthGauges } from "../../src/records/depth-gauges.ts";

const STATS = {
  states: { accepted: 1, queued: 5, sent: 9 },
  totals: {},
  oldestWaitingMs: 2500,
  deadLetters: 3,
  finishedKept: 0,
  doors: { queue: 2, queuePending: 0, stream: { length: 9, unread: 1, pending: 4 } },
  governor: { factor: 1 },
  taken: 6,
} as unknown as DeliveryStats;

it("keeps the figures up to date, and does not show old ones while Redis is away", async () => {
  const metrics = createMetrics("test");
  let answer: DeliveryStats | RedisUnavailableError = STATS;
  const stats = async () => {
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const gauges = new DepthGauges({ stats, metrics, everyMs: 5 });
  await gauges.start();
  const shown = async (line: string) => (await metrics.text()).split("\n").includes(line);
  expect(await shown('bellwire_notifications_waiting{state="queued",service="test"} 5')).toBe(true);
  expect(await metrics.text()).not.toContain('state="sent"');
  for (const line of ["door_lag", "door_pending", "taken", "dead_letters", "oldest_waiting_seconds"])
    expect(await metrics.text()).toMatch(new RegExp(`bellwire_${line}{service="test"} [\\d.]+\\n`));
  expect(await shown('bellwire_oldest_waiting_seconds{service="test"} 2.5')).toBe(true);
  answer = new RedisUnavailableError("disconnected", "x");
  await waitFor(() => shown('bellwire_notifications_waiting{state="queued",service="test"} Nan'));
  answer = STATS;
  await waitFor(() => shown('bellwire_door_pending{service="test"} 4'));
  await gauges.stop();
  await gauges.stop();
});
