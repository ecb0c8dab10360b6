import { RedisUnavailableError } from "@bellwire/messaging";
import { waitFor } from "@bellwire/testkit";
import { describe, expect, it } from "vitest";
import { Holdings } from "../../src/worker/holdings.ts";
import { Renewer } from "../../src/worker/renewer.ts";
import { takenSample } from "../delivery/samples.ts";
import { recordingLogger } from "../recording.ts";
import { fakeQueue, plainContact } from "./fakes.ts";

function setup(leaseMs = 1000) {
  const fake = fakeQueue();
  const holdings = new Holdings();
  const clock = { nowMs: 500 };
  const lost: number[] = [];
  const renewer = new Renewer({
    ...{ queue: fake.queue, holdings, contact: plainContact, leaseMs },
    onLost: (count) => lost.push(count),
    logger: recordingLogger().logger,
    nowMs: () => clock.nowMs,
  });
  const hold = (id: string) => holdings.add(takenSample({ id }), 0, leaseMs);
  return { ...fake, renewer, holdings, clock, lost, hold };
}

describe("Renewer", () => {
  it("prolongs what is held, from the moment before Redis was asked", async () => {
    const { renewer, queue, clock, hold } = setup();
    const holding = hold("a");
    const renew = queue.renew;
    queue.renew = async (claims) => {
      clock.nowMs = 900;
      return await renew(claims);
    };
    await renewer.renew();
    expect(holding.leaseUntilMs).toBe(1500);
  });

  it("marks what went to another, tells how many, and asks no more about them", async () => {
    const { renewer, refuse, renewed, lost, hold } = setup();
    const [a, b] = [hold("a"), hold("b")];
    refuse.add("b");
    await renewer.renew();
    await renewer.renew();
    expect([a.lost, b.lost, b.leaseUntilMs]).toEqual([false, true, 1000]);
    expect(renewed).toEqual([["a", "b"], ["a"]]);
    expect(lost).toEqual([1]);
  });

  it("does not call lost what was settled meanwhile", async () => {
    const { renewer, queue, holdings, lost, hold } = setup();
    const holding = hold("a");
    queue.renew = async () => {
      holdings.remove(holding);
      return [false];
    };
    await renewer.renew();
    expect([holding.lost, lost]).toEqual([false, []]);
  });

  it("leaves the lease to the clock where Redis is away, and asks nothing where nothing is held", async () => {
    const { renewer, troubles, renewed, hold } = setup();
    await renewer.renew();
    expect(renewed).toEqual([]);
    const holding = hold("a");
    troubles.renew = [new RedisUnavailableError("timeout", "test")];
    await renewer.renew();
    expect([holding.lost, holding.leaseUntilMs]).toEqual([false, 1000]);
  });

  it("renews again and again until it is stopped", async () => {
    const { renewer, renewed, hold } = setup(15);
    hold("a");
    renewer.start();
    await waitFor(() => renewed.length >= 3);
    await renewer.stop();
    await renewer.stop();
  });
});
