import { Acceptance } from "@bellwire/messaging";
import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { useChannelDoors } from "./channel-stand.ts";
import { fromWeb, numbers } from "./hallway.ts";

const stand = useChannelDoors();
const { setup } = stand;

describe("ChannelDoor's sweep", () => {
  it("admits first what web accepted before this bot took over, then what it heard", async () => {
    const { hall, lease, texts, arrive, accept, dropped } = await setup({ state: "other" });
    await accept("1", "2");
    await waitFor(() => dropped("standby") === 2);
    lease.state = "unknown";
    await accept("3");
    await hall.hold();
    lease.take();
    await arrive(3);
    expect(await texts()).toEqual(["1", "2", "3"]);
  });

  it("admits what was published while the connection was away, before what came after", async () => {
    const { hall, subscription, texts, arrive, accept } = await setup();
    await accept("1");
    await arrive(1);
    await hall.client.call("CLIENT", "KILL", "TYPE", "pubsub");
    // A monitor of the bots' channel stands for another bot, so that web goes on accepting.
    const monitor = stand.redis.client();
    await monitor.subscribe(hall.keys.botsChannel);
    await accept("2", "3");
    await waitFor(() => subscription.status === "subscribed");
    await accept("4");
    await arrive(4);
    monitor.disconnect();
    expect(await texts()).toEqual(["1", "2", "3", "4"]);
  });

  it("admits what did not fit into the buffer", async () => {
    const { hall, dropped, texts, arrive, accept, subscription } = await setup({ maxBufferBytes: 6000 });
    await accept("0");
    await arrive(1);
    const all = numbers(1, 400);
    // In one step, so that the buffer cannot be emptied in between.
    await accept(...all);
    await arrive(400);
    expect(await texts()).toEqual(["0", ...all]);
    expect(subscription.buffered.dropped).toBeGreaterThan(0);
    expect(dropped("buffer")).toBe(subscription.buffered.dropped);
    expect(hall.metrics.admitted.of({ door: "channel" })).toBe(400);
  });

  it("admits after a second what nobody heard for whatever reason, and doubles nothing", async () => {
    const { hall, texts, arrive, accept, notify } = await setup();
    await accept("heard");
    await arrive(1);
    // Accepted, and its PUBLISH went to nobody: the record says channel, the message is not there.
    const other = new Acceptance({
      ...{ redis: hall.link, prefix: hall.prefix, channel: `${hall.prefix}:elsewhere`, maxWaiting: 1000 },
    });
    const text = "unheard";
    await other.accept([fromWeb(text, "u")]);
    await arrive(2);
    await notify("last");
    await arrive(3);
    expect(await texts()).toEqual(["heard", "unheard", "last"]);
  });
});
