import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { useChannelDoors } from "./channel-stand.ts";

const { setup } = useChannelDoors();

/** A door whose bot took in and then stood still: it heard more while the lease was not its own. */
async function frozen() {
  const made = await setup();
  const { hall, lease, subscription, notify, arrive } = made;
  await notify("before");
  await arrive(1);
  lease.state = "unknown";
  await hall.hold("another");
  await notify("meanwhile");
  await waitFor(() => subscription.buffered.messages === 0);
  return made;
}

describe("ChannelDoor, when its bot takes the lease again,", () => {
  it("leaves what it heard to whoever had the lease in between", async () => {
    const { hall, lease, texts, arrive, dropped, notify } = await frozen();
    await hall.hold();
    lease.take("another");
    await waitFor(() => dropped("standby") === 1);
    await notify("after");
    // Whatever comes before the door hears its own word may be the other's too.
    await waitFor(async () => {
      await notify("later");
      return (await texts()).length > 1;
    });
    expect(await texts()).not.toContain("meanwhile");
    await arrive(2);
  });

  it.each([["where Redis does not remember who had it", ""]])(
    "leaves what it heard %s",
    async (_what, after) => {
      const { hall, lease, dropped } = await frozen();
      await hall.hold();
      lease.take(after);
      await waitFor(() => dropped("standby") === 1);
    },
  );

  it("keeps what it heard where nobody had it in between", async () => {
    const { hall, lease, texts, arrive } = await frozen();
    await hall.hold();
    lease.take();
    await arrive(2);
    expect(await texts()).toEqual(["before", "meanwhile"]);
  });

  it("keeps what came after the word of a leaver whom it follows", async () => {
    const { hall, lease, bots, texts, arrive, dropped, notify } = await frozen();
    await hall.client.publish(bots, "leaving another");
    await notify("after");
    await waitFor(() => lease.leaving.length === 1);
    await hall.hold();
    lease.take("another");
    await arrive(2);
    expect(await texts()).toEqual(["before", "after"]);
    expect(dropped("standby")).toBe(1);
  });

  it("keeps what came after another one gave the lease back without a word before", async () => {
    const { hall, lease, bots, texts, arrive, dropped, notify } = await frozen();
    await hall.client.publish(bots, "another");
    await notify("after");
    await waitFor(() => lease.released === 1);
    await hall.hold();
    lease.take("another");
    await arrive(2);
    expect(await texts()).toEqual(["before", "after"]);
    expect(dropped("standby")).toBe(1);
  });

  it("leaves what it heard where it lost the lease while it swept", async () => {
    const { hall, lease, sweeper, texts, arrive, dropped, notify } = await setup();
    const sweep = sweeper.sweep.bind(sweeper);
    sweeper.sweep = async () => {
      lease.state = "unknown";
      sweeper.sweep = sweep;
      return true;
    };
    await notify("meanwhile");
    await waitFor(() => lease.state === "unknown");
    lease.take("another");
    await waitFor(() => dropped("standby") === 1);
    expect(await texts()).toEqual([]);
    await waitFor(async () => {
      await notify("after");
      return (await hall.texts()).length > 0;
    });
    await arrive(1);
  });

  it("leaves what it heard where it followed itself, but had not begun after another one", async () => {
    const { hall, lease, bots, texts, arrive, dropped, notify } = await frozen();
    // Nothing is heard of the word of the first tenure, and the second follows at once.
    lease.announceTaken = async () => 1;
    lease.take("another");
    lease.take();
    await waitFor(() => dropped("standby") === 1);
    await hall.hold();
    await notify("meanwhile too");
    await hall.client.publish(bots, `taken me ${lease.tenure}`);
    await notify("after");
    await arrive(2);
    expect(await texts()).toEqual(["before", "after"]);
  });

  it("goes by its own word, however late it hears it, while it hears anything", async () => {
    const { hall, lease, bots, texts, arrive, notify } = await frozen();
    lease.announceTaken = async () => 1;
    await hall.hold();
    lease.take("another");
    // A backlog that takes longer to hear than a word does.
    const untilMs = performance.now() + 1500;
    while (performance.now() < untilMs) await notify("meanwhile");
    await hall.client.publish(bots, `taken me ${lease.tenure}`);
    await notify("after");
    await arrive(2);
    expect(await texts()).toEqual(["before", "after"]);
  });

  it("goes on without its own word where that is not heard", async () => {
    const { hall, lease, arrive, dropped, notify } = await frozen();
    lease.announceTaken = async () => 0;
    await hall.hold();
    lease.take("another");
    await waitFor(() => dropped("standby") === 1);
    await waitFor(async () => {
      await notify("after");
      return (await hall.texts()).length > 1;
    });
    await arrive(2);
  });
});

it("ChannelDoor tells the lease that another one said it has it", async () => {
  const { hall, lease, bots } = await setup();
  await hall.client.publish(bots, "taken another 3");
  await waitFor(() => lease.taken === 1);
});
