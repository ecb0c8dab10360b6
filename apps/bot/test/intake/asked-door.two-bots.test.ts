import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { useAskedDoors } from "./asked-stand.ts";
import { numbers } from "./hallway.ts";

const stand = useAskedDoors();
const { setup, openSource } = stand;

describe.each(["queue", "stream"] as const)("two bots at the %s door", (door) => {
  it("keep order while the lease changes hands again and again, also where both believe to have it", async () => {
    const first = await setup(door);
    const second = await setup(door, { prefix: first.hall.prefix, owner: "other", believes: "other" });
    await first.hall.hold();
    const bots = [first, second] as const;
    const total = 300;
    for (let at = 0; at < total; at += 20) {
      await first.notify(...numbers(at, at + 20));
      if (at % 100 !== 80) continue;
      const [next, former] = at % 200 === 80 ? [bots[1], bots[0]] : bots;
      next.belief.now = "held";
      await next.hall.hold();
      await next.rounds(3);
      await former.rounds(3);
      former.belief.now = "other";
    }
    await waitFor(async () => (await first.texts()).length === total);
    expect(await first.texts()).toEqual(numbers(0, total));
    expect(await first.left()).toBe(0);
    expect(second.hall.metrics.admitted.of({ door })).toBeGreaterThan(0);
  });

  it("lose nothing of what one read and did not admit", async () => {
    const dead = await setup(door);
    const [pending, heir] = [numbers(0, 5), await setup(door, { prefix: dead.hall.prefix, owner: "heir" })];
    await dead.loop.stop();
    await dead.hall.hold();
    await dead.notify(...pending);
    // What the dead one had in hand: read, and nothing more.
    const source = openSource(door, dead.hall, "me");
    await waitFor(async () => {
      const reading = await source.read();
      return reading.kind === "read" && reading.items.length === 5;
    });
    source.close();
    await dead.notify("new");
    await heir.hall.hold();
    await waitFor(async () => (await heir.texts()).length === 6);
    expect(await heir.texts()).toEqual([...pending, "new"]);
    expect(await heir.left()).toBe(0);
  });
});
