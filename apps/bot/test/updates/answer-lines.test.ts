import { describe, expect, it } from "vitest";
import { AnswerLines } from "../../src/updates/answer-lines.ts";
import { gate } from "../recording.ts";

/** An answer that is given when `give` is called. */
function answer(log: string[], name: string) {
  const { promise, open } = gate<void>();
  const begin = async () => {
    log.push(`${name} begins`);
    await promise;
    log.push(`${name} ends`);
  };
  return { begin, give: open };
}

describe("AnswerLines", () => {
  it("gives the answers of one chat in their order, beside those of another", async () => {
    const log: string[] = [];
    const lines = new AnswerLines();
    const [a1, a2, b] = ["a1", "a2", "b"].map((name) => answer(log, name));
    if (!a1 || !a2 || !b) throw new Error("three were made");
    lines.add(1, a1.begin);
    lines.add(1, a2.begin);
    lines.add(2, b.begin);
    b.give();
    await expect.poll(() => log).toEqual(["a1 begins", "b begins", "b ends"]);
    a2.give();
    a1.give();
    await lines.ended();
    expect(log.slice(3)).toEqual(["a1 ends", "a2 begins", "a2 ends"]);
  });

  it("takes no more than five of one chat, and again when some were given", async () => {
    const lines = new AnswerLines();
    const first = answer([], "first");
    lines.add(1, first.begin);
    const add = (chat: number) => lines.add(chat, async () => {});
    expect([1, 2, 3, 4].map(() => add(1))).toEqual([true, true, true, true]);
    expect(add(1)).toBe(false);
    expect(add(2)).toBe(true);
    first.give();
    await lines.ended();
    expect(add(1)).toBe(true);
  });

  it("takes no more than two hundred chats", () => {
    const lines = new AnswerLines();
    const added = Array.from({ length: 201 }, (_, chat) => lines.add(chat, () => new Promise(() => {})));
    expect(added.filter(Boolean)).toHaveLength(200);
    expect(lines.add(0, async () => {})).toBe(true);
  });
});
