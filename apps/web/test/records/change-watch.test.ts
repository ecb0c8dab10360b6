import type { EventListener } from "@bellwire/messaging";
import { describe, expect, it } from "vitest";
import { type Change, ChangeWatch } from "../../src/records/change-watch.ts";

function scene(maxWatchers = 10) {
  const listeners = new Set<EventListener>();
  const tail = {
    listen: (listener: EventListener) => {
      listeners.add(listener);
      return { ready: Promise.resolve(), close: () => void listeners.delete(listener) };
    },
  };
  const watch = new ChangeWatch({ tail, maxWatchers });
  const tell = (id: string, revision: number) => {
    const event = { entryId: "1-1", lane: "42", state: "queued", atMs: 0, id, revision } as const;
    for (const listener of listeners) listener.onEvents([event]);
  };
  const miss = () => {
    for (const listener of listeners) listener.onMissed();
  };
  const watching = (id: string) => {
    const heard: Change[] = [];
    const watched = watch.watch(id, (change) => heard.push(change));
    return { heard, close: () => watched?.close() };
  };
  return { watch, listeners, tell, miss, watching };
}

describe("ChangeWatch", () => {
  it("tells each of what it watches, over one listener", () => {
    const { listeners, tell, watching } = scene();
    const [one, two, other] = [watching("a"), watching("a"), watching("b")];
    expect(listeners.size).toBe(1);
    tell("a", 3);
    tell("c", 4);
    expect([one.heard, two.heard, other.heard]).toEqual([
      [{ revision: 3, state: "queued" }],
      [{ revision: 3, state: "queued" }],
      [],
    ]);
  });

  it("tells everybody when something was missed", () => {
    const { miss, watching } = scene();
    const [one, other] = [watching("a"), watching("b")];
    miss();
    expect([one.heard, other.heard]).toEqual([["missed"], ["missed"]]);
  });

  it("listens only while somebody watches, and holds nothing of those who left", () => {
    const { watch, listeners, tell, watching } = scene();
    const [one, two] = [watching("a"), watching("a")];
    one.close();
    one.close();
    tell("a", 1);
    expect([one.heard.length, two.heard.length, watch.watchers]).toEqual([0, 1, 1]);
    two.close();
    expect([listeners.size, watch.watchers]).toEqual([0, 0]);
    const again = watching("a");
    tell("a", 2);
    expect(again.heard.length).toBe(1);
  });

  it("refuses more than it may", () => {
    const { watch, watching } = scene(2);
    watching("a");
    const second = watching("b");
    expect(watch.watch("c", () => {})).toBeUndefined();
    second.close();
    expect(watch.watch("c", () => {})).toBeDefined();
  });
});
