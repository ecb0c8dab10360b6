import { expect, it } from "vitest";
import { HubCounts } from "../../src/pubsub/hub-counts.ts";

it("HubCounts keeps the channels of late, and the sums of all", () => {
  const counts = new HubCounts();
  for (let number = 0; number < 1000; number += 1) counts.published(`c${number}`, 2);
  counts.received("c0", 5);
  counts.received("new", 1);
  const channels = counts.channels();
  expect(channels.size).toBe(1000);
  expect(channels.has("c1")).toBe(false);
  expect(channels.get("c0")).toEqual({ published: 1, delivered: 2, received: 1, fannedOut: 5 });
  expect(counts.totals()).toEqual({ published: 1000, delivered: 2000, received: 2, fannedOut: 6 });
  counts.received("c0", 5);
  expect(channels.get("c0")?.received).toBe(1);
  counts.reset();
  expect(counts.totals()).toEqual({ published: 0, delivered: 0, received: 0, fannedOut: 0 });
  expect(counts.channels().size).toBe(0);
});
