import { RedisUnavailableError } from "@bellwire/messaging";
import { waitFor } from "@bellwire/testkit";
import { afterEach, describe, expect, it } from "vitest";
import { Holdings } from "../../src/worker/holdings.ts";
import { type Recovered, Recoverer } from "../../src/worker/recoverer.ts";
import { Turns } from "../../src/worker/turns.ts";
import { takenSample } from "../delivery/samples.ts";
import { gate, recordingLogger } from "../recording.ts";
import { fakeQueue, plainContact } from "./fakes.ts";

const recoverers: Recoverer[] = [];
afterEach(async () => {
  for (const recoverer of recoverers.splice(0)) await recoverer.stop();
});

function setup() {
  const fake = fakeQueue();
  const holdings = new Holdings();
  const turns = new Turns();
  const contact = { ...plainContact };
  const found: Recovered[] = [];
  const recoverer = new Recoverer({
    ...{ queue: fake.queue, holdings, turns, contact, leaseMs: 20 },
    onRecovered: (recovered) => found.push(recovered),
    logger: recordingLogger().logger,
  });
  recoverers.push(recoverer);
  return { ...fake, recoverer, holdings, turns, contact, found };
}

const away = () => new RedisUnavailableError("timeout", "test");

describe("Recoverer", () => {
  it("leaves alone what is held, and claims from others only while Redis is steady", async () => {
    const { recoverer, recovered, holdings, contact } = setup();
    holdings.add(takenSample({ id: "a" }), 0, 1000);
    recoverer.kick();
    await waitFor(() => recovered.length === 1);
    Object.assign(contact, { isSteady: true });
    recoverer.start();
    await waitFor(() => recovered.length >= 2);
    expect(recovered.slice(0, 2)).toEqual([
      { held: ["a"], claimOthers: false },
      { held: ["a"], claimOthers: true },
    ]);
  });

  it("waits for a take under way, and then knows what it brought", async () => {
    const { recoverer, recovered, holdings, turns } = setup();
    const { promise, open } = gate<void>();
    const take = turns.take(async () => {
      await promise;
      holdings.add(takenSample({ id: "new" }), 0, 1000);
    });
    recoverer.kick();
    await new Promise((resolve) => setImmediate(resolve));
    expect(recovered).toEqual([]);
    open();
    await take;
    await waitFor(() => recovered.length === 1);
    expect(recovered[0]?.held).toEqual(["new"]);
  });

  it("tells what it brought back", async () => {
    const { recoverer, queue, found } = setup();
    queue.recover = async () => ({ returned: 1, unknown: 2, failed: 0 });
    recoverer.kick();
    await waitFor(() => found.length === 1);
    expect(found).toEqual([{ returned: 1, unknown: 2, failed: 0 }]);
  });

  it("goes on after Redis was away", async () => {
    const { recoverer, recovered, troubles } = setup();
    troubles.recover = [away(), away()];
    recoverer.start();
    await waitFor(() => recovered.length >= 3);
  });

  it("releases what an outage delayed, as soon as Redis is there", async () => {
    const { recoverer, queue, troubles } = setup();
    let released = 0;
    const release = queue.releaseDelayed;
    queue.releaseDelayed = async () => {
      const lanes = await release();
      released += 1;
      return lanes;
    };
    troubles.releaseDelayed = [away()];
    recoverer.start();
    recoverer.releaseDelayed();
    await waitFor(() => released === 1);
    expect(troubles.releaseDelayed).toEqual([]);
  });
});
