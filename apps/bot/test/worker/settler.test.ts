import { RedisUnavailableError, type Settlement } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import { Holdings } from "../../src/worker/holdings.ts";
import { Settler } from "../../src/worker/settler.ts";
import { takenSample } from "../delivery/samples.ts";
import { gate } from "../recording.ts";
import { fakeQueue, plainContact } from "./fakes.ts";

function setup() {
  const fake = fakeQueue();
  const holdings = new Holdings();
  const told: [string, boolean][] = [];
  const settler = new Settler({
    queue: fake.queue,
    holdings,
    contact: plainContact,
    onSettled: ({ id }, accepted) => told.push([id, accepted]),
  });
  const end = (id: string) => {
    const holding = holdings.add(takenSample({ id }), 0, 1000);
    settler.add(holding, { id, token: 7, kind: "sent", messageId: 1, parts: 1 });
  };
  const ids = () => fake.settled.map((batch) => batch.map(({ id }) => id));
  return { ...fake, settler, holdings, told, end, ids };
}

const away = () => new RedisUnavailableError("timeout", "test");

describe("Settler", () => {
  it("settles together what ended together, one call at a time", async () => {
    const { queue, settler, holdings, end, ids, told } = setup();
    const { promise, open } = gate<void>();
    const settle = queue.settle;
    queue.settle = async (settlements: readonly Settlement[]) => {
      const answer = await settle(settlements);
      await promise;
      return answer;
    };
    for (const id of ["a", "b", "c"]) end(id);
    const idle = settler.idle();
    while (ids().length === 0) await new Promise((resolve) => setImmediate(resolve));
    for (const id of ["d", "e"]) end(id);
    expect(ids()).toEqual([["a", "b", "c"]]);
    open();
    await idle;
    expect(ids()).toEqual([
      ["a", "b", "c"],
      ["d", "e"],
    ]);
    expect([holdings.size, told.length]).toEqual([0, 5]);
  });

  it("repeats what Redis did not serve until it does, and lets go of it only then", async () => {
    const { settler, holdings, end, ids, troubles } = setup();
    troubles.settle = [away(), away()];
    end("a");
    await settler.idle();
    expect(ids()).toEqual([["a"], ["a"], ["a"]]);
    expect(holdings.size).toBe(0);
  });

  it("says which came too late", async () => {
    const { settler, holdings, end, told, refuse } = setup();
    refuse.add("b");
    for (const id of ["a", "b"]) end(id);
    await settler.idle();
    expect(told).toEqual([
      ["a", true],
      ["b", false],
    ]);
    expect(holdings.size).toBe(0);
  });

  it("goes on with each for itself where Redis refuses them together", async () => {
    const { settler, end, ids, told, troubles } = setup();
    troubles.settle = [new RedisUnavailableError("refused", "ERR")];
    for (const id of ["a", "b", "c"]) end(id);
    await settler.idle();
    expect(ids().slice(0, 2)).toEqual([["a", "b", "c"], ["a"]]);
    expect(told.map(([id]) => id).sort()).toEqual(["a", "b", "c"]);
  });

  it("begins anew after it was idle, at whatever moment the next one ends", async () => {
    const { settler, end, told } = setup();
    for (let number = 0; number < 50; number++) {
      end(String(number));
      // Somewhere around the end of the settling under way.
      for (let turn = 0; turn < number % 7; turn++) await Promise.resolve();
      if (number % 3 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await settler.idle();
    expect(told).toHaveLength(50);
  });

  it("is idle at once when it is to let go", async () => {
    const { settler, end, troubles, holdings } = setup();
    troubles.settle = Array.from({ length: 1000 }, away);
    end("a");
    const idle = settler.idle();
    settler.abandon();
    await idle;
    expect(holdings.size).toBe(1);
  });
});
