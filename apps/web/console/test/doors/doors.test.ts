import { describe, expect, it } from "vitest";
import { parseDoors } from "../../src/doors/doors.ts";

describe("what /stats says of the doors", () => {
  it("is read in full", () => {
    const doors = parseDoors({
      intake: { holder: "bot-1", remaining_ms: 2100 },
      doors: {
        channel: { bots: 2, subscribers: 3 },
        queue: { length: 7, pending: 4, lists: [{ bot: "bot-1", length: 4 }] },
        stream: {
          length: 90,
          unread: 5,
          group_lag: 6,
          pending: 1,
          consumers: [{ name: "bot-1", pending: 1, idle_ms: 12 }],
        },
      },
    });
    expect(doors).toEqual({
      channel: { bots: 2, subscribers: 3 },
      queue: { length: 7, pending: 4, lists: [{ bot: "bot-1", length: 4 }] },
      stream: {
        length: 90,
        lag: 6,
        pending: 1,
        consumers: [{ name: "bot-1", pending: 1, idleMs: 12 }],
      },
      intake: { holder: "bot-1", remainingMs: 2100 },
    });
  });

  it("is not known where it is absent, and no stream is not an unknown one", () => {
    const nothing = parseDoors({});
    expect(nothing.channel).toEqual({ bots: undefined, subscribers: undefined });
    expect(nothing.queue).toEqual({ length: undefined, pending: undefined, lists: undefined });
    expect(nothing.stream).toBeUndefined();
    expect(nothing.intake).toBeUndefined();
    expect(parseDoors({ doors: { stream: null } }).stream).toBe("none");
  });

  it.each([[null], [{ holder: null, remaining_ms: null }]])("knows that nobody takes in: %j", (intake) => {
    expect(parseDoors({ intake }).intake).toBe("nobody");
  });

  it("takes the unread entries for the lag when Redis does not know that of the group", () => {
    const { stream } = parseDoors({ doors: { stream: { length: 9, unread: 3, group_lag: null } } });
    expect(stream).toMatchObject({ lag: 3 });
  });

  it.each([["text"], [7], [true]])("trusts nothing: %j in place of each part", (odd) => {
    const doors = parseDoors({ doors: { channel: odd, queue: odd, stream: odd }, intake: odd });
    expect(doors.channel.bots).toBeUndefined();
    expect(doors.queue.lists).toBeUndefined();
    expect(doors.stream).toMatchObject({ length: undefined, consumers: undefined });
    expect(doors.intake).toBeUndefined();
  });

  it("leaves out what cannot be used, figures below nothing among it", () => {
    const lists = [{ bot: "a", length: 1 }, { bot: "b", length: -1 }, { length: 2 }, null, "c"];
    const consumers = [{ name: "a" }, { pending: 1 }, 3];
    const doors = parseDoors({ doors: { queue: { length: -1, lists }, stream: { consumers } } });
    expect(doors.queue).toMatchObject({ length: undefined, lists: [{ bot: "a", length: 1 }] });
    expect(doors.stream).toMatchObject({ consumers: [{ name: "a", pending: undefined, idleMs: undefined }] });
  });
});
