import { describe, expect, it } from "vitest";
import { CallbackQueue } from "../../src/pubsub/callback-queue.ts";

type Message = { number: number; bytes: number };
const message = (number: number, bytes = 1): Message => ({ number, bytes });
const MEBIBYTE = 1024 * 1024;

/** A queue whose callback is held up until it is told to go on. */
function heldUp() {
  const given: number[] = [];
  let goOn = (): void => {};
  const queue = new CallbackQueue<Message>(({ number }) => {
    given.push(number);
    return new Promise<void>((resolve) => {
      goOn = resolve;
    });
  });
  const step = async () => {
    goOn();
    await new Promise(setImmediate);
  };
  return { queue, given, step };
}

describe("CallbackQueue", () => {
  it("gives one after another, in order, also to a callback that is done at once", async () => {
    const given: number[] = [];
    const queue = new CallbackQueue<Message>(({ number }) => given.push(number));
    for (let number = 0; number < 1000; number += 1) queue.push(message(number));
    expect(given).toHaveLength(1000);
    expect(queue.dropped).toBe(0);
    const slow = heldUp();
    for (const number of [1, 2, 3]) slow.queue.push(message(number));
    expect(slow.given).toEqual([1]);
    await slow.step();
    expect(slow.given).toEqual([1, 2]);
    slow.queue.push(message(4));
    await slow.step();
    await slow.step();
    await slow.step();
    expect(slow.given).toEqual([1, 2, 3, 4]);
    slow.queue.push(message(5));
    expect(slow.given).toEqual([1, 2, 3, 4, 5]);
  });

  it("drops what is more than 100 messages or 8 MiB, but always lets one wait", async () => {
    const { queue } = heldUp();
    for (let number = 0; number <= 103; number += 1) queue.push(message(number));
    expect(queue.dropped).toBe(3);
    const bytes = heldUp();
    for (let number = 0; number <= 4; number += 1) bytes.queue.push(message(number, 3 * MEBIBYTE));
    expect(bytes.queue.dropped).toBe(2);
    const large = heldUp();
    large.queue.push(message(0));
    large.queue.push(message(1, 100 * MEBIBYTE));
    large.queue.push(message(2));
    expect(large.queue.dropped).toBe(1);
    await large.step();
    large.queue.push(message(3));
    await large.step();
    expect(large.given).toEqual([0, 1, 3]);
  });

  it("counts each failure, and goes on", async () => {
    const given: number[] = [];
    const queue = new CallbackQueue<Message>(({ number }) => {
      given.push(number);
      if (number === 1) throw new Error("at once");
      return number === 2 ? Promise.reject(new Error("later")) : Promise.resolve();
    });
    for (const number of [1, 2, 3, 4]) queue.push(message(number));
    await new Promise(setImmediate);
    expect(given).toEqual([1, 2, 3, 4]);
    expect(queue.failed).toBe(2);
  });

  it("gives nothing more once closed", async () => {
    const { queue, given, step } = heldUp();
    for (const number of [1, 2]) queue.push(message(number));
    queue.close();
    queue.push(message(3));
    await step();
    expect(given).toEqual([1]);
  });
});
