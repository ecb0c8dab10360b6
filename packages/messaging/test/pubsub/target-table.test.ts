import { describe, expect, it } from "vitest";
import { type Receiver, TargetTable } from "../../src/pubsub/target-table.ts";

function receiver() {
  const confirmed: string[] = [];
  const one: Receiver = {
    receive: () => {},
    confirmed: ({ name }) => void confirmed.push(name),
    lost: () => {},
  };
  return { one, confirmed };
}

/** Takes out the next request, as text. */
function next(table: TargetTable) {
  const request = table.nextRequest();
  const text = request && `${request.verb} ${request.kind} ${request.targets.map(({ name }) => name).join()}`;
  return { text, settle: () => request && table.settle(request), fail: () => request && table.fail(request) };
}

describe("TargetTable", () => {
  it("asks for each kind by itself, in chunks, and for nothing twice", () => {
    const table = new TargetTable();
    const { one, confirmed } = receiver();
    for (let number = 0; number < 1500; number += 1) table.add("channel", `c${number}`, one);
    table.add("channel", "c0", receiver().one);
    table.add("pattern", "c0", one);
    const lengths: number[] = [];
    for (let request = table.nextRequest(); request !== undefined; request = table.nextRequest()) {
      lengths.push(request.targets.length);
      table.settle(request);
    }
    expect(lengths).toEqual([1000, 500, 1]);
    expect(confirmed).toHaveLength(1501);
  });

  it("confirms at once what Redis has confirmed already", () => {
    const table = new TargetTable();
    table.add("channel", "a", receiver().one);
    next(table).settle();
    const late = receiver();
    table.add("channel", "a", late.one);
    expect(late.confirmed).toEqual(["a"]);
    expect(next(table).text).toBeUndefined();
  });

  it("asks for nothing that is given up before it was asked for", () => {
    const table = new TargetTable();
    const { one } = receiver();
    table.add("channel", "a", one);
    table.remove("channel", "a", one);
    table.remove("channel", "unknown", one);
    expect(next(table).text).toBeUndefined();
    expect([...table.everyone()]).toEqual([]);
  });

  it("gives up in the end what is given up while it is asked for", () => {
    const table = new TargetTable();
    const { one } = receiver();
    table.add("channel", "a", one);
    const asked = next(table);
    table.remove("channel", "a", one);
    asked.settle();
    expect(next(table).text).toBe("unsubscribe channel a");
  });

  it("asks again for what is wanted again while it is given up", () => {
    const table = new TargetTable();
    const [first, second] = [receiver(), receiver()];
    table.add("channel", "a", first.one);
    next(table).settle();
    table.remove("channel", "a", first.one);
    const asked = next(table);
    expect(asked.text).toBe("unsubscribe channel a");
    table.add("channel", "a", second.one);
    // Not confirmed: it is about to end.
    expect(second.confirmed).toEqual([]);
    asked.settle();
    const again = next(table);
    expect(again.text).toBe("subscribe channel a");
    again.settle();
    expect(second.confirmed).toEqual(["a"]);
    expect(table.receivers("channel", "a")).toEqual([second.one]);
  });

  it("does not take one target for another that had its name before", () => {
    const table = new TargetTable();
    const [first, second] = [receiver(), receiver()];
    table.add("channel", "a", first.one);
    next(table).settle();
    table.remove("channel", "a", first.one);
    const asked = next(table);
    table.add("channel", "a", first.one);
    table.remove("channel", "a", first.one);
    asked.settle();
    table.add("channel", "a", second.one);
    next(table).settle();
    expect(second.confirmed).toEqual(["a"]);
    expect(next(table).text).toBeUndefined();
    expect(table.receivers("channel", "a")).toEqual([second.one]);
  });

  it("asks again for what failed, when told to", () => {
    const table = new TargetTable();
    table.add("channel", "a", receiver().one);
    next(table).fail();
    expect(next(table).text).toBeUndefined();
    table.retry();
    expect(next(table).text).toBe("subscribe channel a");
  });

  it("asks for all that is wanted, and for that alone, after it was lost", () => {
    const table = new TargetTable();
    const { one, confirmed } = receiver();
    for (const name of ["a", "b"]) table.add("channel", name, one);
    next(table).settle();
    table.remove("channel", "b", one);
    table.lose();
    const asked = next(table);
    expect(asked.text).toBe("subscribe channel a");
    asked.settle();
    expect(next(table).text).toBeUndefined();
    expect(confirmed).toEqual(["a", "b", "a"]);
  });
});
