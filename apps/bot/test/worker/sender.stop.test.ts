import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { away, setup } from "./sender-stand.ts";

describe("Sender's stop", () => {
  it("waits for what is in flight, and takes nothing more", async () => {
    const { sender, give, calls, settled, taken, endAll, waiting } = setup({ drainMs: 5000 });
    give({ id: "1" }, { id: "2" });
    sender.start();
    await waitFor(() => calls.length === 2);
    sender.pause();
    give({ id: "3" });
    const stopping = sender.stop();
    const before = taken.length;
    endAll();
    await stopping;
    await sender.stop();
    expect(settled.flat().map(({ id, kind }) => [id, kind])).toEqual([
      ["1", "sent"],
      ["2", "sent"],
    ]);
    expect([taken.length, waiting.length]).toEqual([before, 1]);
  });

  it("cuts off what is still in flight at the end of its time, and says what became of it", async () => {
    const { sender, give, calls, settled, lines, holdings } = setup({ drainMs: 20 });
    give({ id: "1" });
    sender.start();
    await waitFor(() => calls.length === 1);
    await sender.stop();
    expect(settled.flat()).toMatchObject([{ id: "1", reason: "aborted" }]);
    expect([holdings.size, lines.join("").includes("cut off")]).toEqual([0, true]);
  });

  it("gives back what was taken and is not begun", async () => {
    const { sender, give, queue, settled, calls, attempted } = setup({ drainMs: 5000 });
    const { turn } = queue;
    queue.turn = async (settlements, max) => {
      const answer = await turn(settlements, max);
      sender.pause();
      return answer;
    };
    give({ id: "1" });
    sender.start();
    await sender.stop();
    expect(settled.flat()).toEqual([{ id: "1", token: 7, kind: "returned", reason: "released" }]);
    expect([calls, attempted]).toEqual([[], []]);
  });

  it("gives back what could not be noted because Redis was away", async () => {
    const { sender, give, settled, attempted, troubles, calls } = setup({ drainMs: 5000 });
    troubles.attempt = Array.from({ length: 100 }, away);
    give({ id: "1" });
    sender.start();
    await waitFor(() => attempted.length > 0);
    await sender.stop();
    expect(settled.flat()).toMatchObject([{ id: "1", kind: "returned" }]);
    expect(calls).toEqual([]);
  });

  it("is bounded where Redis does not hear what became of them", async () => {
    const { sender, give, calls, troubles, holdings, endAll } = setup({ settleMs: 20 });
    give({ id: "1" });
    sender.start();
    await waitFor(() => calls.length === 1);
    troubles.turn = Array.from({ length: 1000 }, away);
    endAll();
    await sender.stop();
    expect(holdings.size).toBe(1);
  });
});
