import type { HubMessage } from "@bellwire/messaging";
import { waitFor } from "@bellwire/testkit";
import { expect, it } from "vitest";
import { MessageTails } from "../../src/hub/message-tails.ts";

type Listener = { onMessage(name: string, message: HubMessage): void };

function setup() {
  const listeners = new Set<Listener>();
  const written: number[] = [];
  const hub = {
    watch: (listener: Listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const tails = new MessageTails(hub, ({ seq }) => {
    written.push(seq);
    return `${seq};`;
  });
  const hear = (name: string, seq: number) => {
    for (const listener of listeners) listener.onMessage(name, { seq } as HubMessage);
  };
  const follow = (name: string) => {
    const told: [string, number][] = [];
    const buffers: Buffer[] = [];
    const unfollow = tails.follow(name, (bytes, count) => {
      buffers.push(bytes);
      told.push([bytes.toString(), count]);
    });
    return { told, buffers, unfollow };
  };
  return { listeners, written, hear, follow };
}

it("writes each message down once, and gives what came together to all who follow, as the same bytes", async () => {
  const { hear, follow, written } = setup();
  const [one, two, other] = [follow("a"), follow("a"), follow("b")];
  hear("a", 1);
  hear("a", 2);
  hear("c", 9);
  await waitFor(() => two.told.length > 0);
  expect(one.told).toEqual([["1;2;", 2]]);
  expect(two.buffers[0]).toBe(one.buffers[0]);
  expect([other.told, written]).toEqual([[], [1, 2]]);
});

it("tells one that comes later nothing that was heard before", async () => {
  const { hear, follow } = setup();
  const early = follow("a");
  hear("a", 1);
  const late = follow("a");
  hear("a", 2);
  await waitFor(() => late.told.length > 0);
  expect([early.told, late.told]).toEqual([
    [
      ["1;", 1],
      ["2;", 1],
    ],
    [["2;", 1]],
  ]);
});

it("listens to the hub only while somebody follows", () => {
  const { follow, listeners } = setup();
  const [one, two] = [follow("a"), follow("b")];
  expect(listeners.size).toBe(1);
  one.unfollow();
  one.unfollow();
  expect(listeners.size).toBe(1);
  two.unfollow();
  expect(listeners.size).toBe(0);
  expect(follow("a").told).toEqual([]);
  expect(listeners.size).toBe(1);
});
