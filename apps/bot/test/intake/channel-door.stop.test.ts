import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { useChannelDoors } from "./channel-stand.ts";
import { numbers } from "./hallway.ts";

const stand = useChannelDoors();
const { setup } = stand;

describe("ChannelDoor's stop", () => {
  it("finishes what was heard", async () => {
    const { door, lease, bots, hall, texts, dropped, notifyAll } = await setup();
    lease.announceLeaving = () => hall.client.publish(bots, "leaving me");
    await notifyAll(numbers(0, 200));
    await door.stop();
    await door.stop();
    expect(await texts()).toEqual(numbers(0, 200));
    expect(dropped("shutdown")).toBe(0);
  });

  it("is bounded, and counts what it gave up, where Redis is stuck", async () => {
    const { door, hall, texts, received, arrive, dropped, notify } = await setup({ drainMs: 50 });
    await notify("0");
    await arrive(1);
    const before = stand.proxy.swallowedBytes();
    stand.proxy.blackhole(true);
    await notify("1");
    await waitFor(() => stand.proxy.swallowedBytes() > before);
    await door.stop();
    expect([received(), dropped("shutdown")]).toEqual([1, 1]);
    expect(await texts()).toEqual(["0"]);
    expect(hall.lines.join("")).toContain("could not be admitted in time");
  });

  it("is bounded where it waits for the lease", async () => {
    const { door, texts, dropped, notify } = await setup({ drainMs: 20, state: "unknown" });
    await notify("1");
    await door.stop();
    expect(await texts()).toEqual([]);
    expect(dropped("shutdown")).toBe(1);
  });

  it("is bounded where the lease was lost meanwhile", async () => {
    const { door, lease, hall, texts, dropped, notify } = await setup({ drainMs: 50 });
    lease.announceLeaving = async () => {
      await hall.hold("another");
      await notify("1");
      return 2;
    };
    await door.stop();
    expect(await texts()).toEqual([]);
    expect(dropped("shutdown")).toBe(1);
  });

  it("hears nothing more once it has begun", async () => {
    const { door, texts, notify } = await setup();
    await notify("1");
    await door.stop();
    expect(await notify("2")).toBe(0);
    expect(await texts()).toEqual(["1"]);
  });
});

describe("ChannelDoor's hand-over", () => {
  /** Says that it leaves as Redis would pass it on: the word stands between two messages of the channel. */
  async function leave(heardBy: number) {
    const made = await setup();
    made.lease.announceLeaving = async () => {
      await made.notify("before");
      await made.hall.client.publish(made.bots, "leaving me");
      await made.notify("after");
      return heardBy;
    };
    await made.door.stop();
    return made;
  }

  it("leaves what comes after its word to the successor", async () => {
    const { texts, dropped } = await leave(2);
    expect(await texts()).toEqual(["before"]);
    expect(dropped("handed_over")).toBe(1);
  });

  it("takes in everything where nobody follows", async () => {
    const { texts } = await leave(1);
    expect(await texts()).toEqual(["before", "after"]);
  });

  it("waits for its turn after another one's word, and not before it", async () => {
    const { hall, lease, bots, notify, texts, arrive } = await setup({ state: "other" });
    lease.noteLeaving = () => {
      lease.state = "unknown";
    };
    await notify("of the other");
    await hall.client.publish(bots, "leaving another");
    await notify("ours");
    await waitFor(() => lease.state === "unknown");
    await hall.client.publish(bots, "another");
    await notify("ours too");
    await waitFor(() => lease.released === 1);
    await hall.hold();
    lease.take();
    await arrive(2);
    expect(await texts()).toEqual(["ours", "ours too"]);
  });

  it("leaves to the other what came before its word also where it did not know of that one", async () => {
    const { hall, lease, bots, notify, texts, arrive, dropped } = await setup({ state: "unknown" });
    await notify("of the other");
    await hall.client.publish(bots, "leaving another");
    await notify("ours");
    await waitFor(() => lease.leaving.length === 1);
    expect(dropped("standby")).toBe(1);
    await hall.hold();
    lease.take();
    await arrive(1);
    expect(await texts()).toEqual(["ours"]);
  });

  it("leaves to the other what came before it gave the lease back without a word before", async () => {
    const { hall, lease, bots, notify, texts, arrive } = await setup({ state: "other" });
    lease.noteReleased = () => {
      lease.state = "unknown";
    };
    await notify("of the other");
    await hall.client.publish(bots, "another");
    await notify("ours");
    await waitFor(() => lease.state === "unknown");
    await hall.hold();
    lease.take();
    await arrive(1);
    expect(await texts()).toEqual(["ours"]);
  });

  it("decides about nothing it heard before it has heard its own word", async () => {
    const { hall, lease, bots, notify, texts, arrive, dropped } = await setup({ state: "unknown" });
    let announced = 0;
    lease.announceTaken = async () => {
      announced += 1;
      return 0;
    };
    await notify("of the other");
    await hall.hold();
    lease.take();
    await waitFor(() => announced === 1);
    await hall.client.publish(bots, "leaving another");
    await notify("ours");
    await hall.client.publish(bots, `taken me ${lease.tenure}`);
    await arrive(1);
    expect(await texts()).toEqual(["ours"]);
    expect(dropped("standby")).toBe(1);
  });
});
