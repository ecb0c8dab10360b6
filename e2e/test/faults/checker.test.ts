import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkHistory } from "../../src/faults/checker.ts";
import type { Arrival, Attempt, AttemptOutcome } from "../../src/faults/history.ts";

function attempt(order: number, outcome: AttemptOutcome = "accepted", chatId = 1, source = "queue"): Attempt {
  const text = `${source} ${chatId} ${order}`;
  return { text, chatId, source, order, begunMs: order, endedMs: order + 1, outcome };
}

function arrivalsOf(...attempts: Attempt[]): Arrival[] {
  return attempts.map(({ text, chatId }, index) => ({ text, chatId, atMs: index }));
}

const [first, second, third] = [attempt(0), attempt(1), attempt(2)];

describe("the checker", () => {
  it("is content when each accepted message arrived once and in order", () => {
    const attempts = [first, second, third];
    expect(checkHistory({ attempts, arrivals: arrivalsOf(...attempts) })).toEqual({
      attempted: 3,
      accepted: 3,
      refused: 0,
      unknown: 0,
      arrived: 3,
      lost: [],
      excused: [],
      duplicated: 0,
      repeated: [],
      unexpected: [],
      recovered: 0,
      misordered: [],
    });
  });

  it("calls lost what was accepted and never arrived, unless the case excuses it", () => {
    const history = { attempts: [first, second], arrivals: arrivalsOf(second) };
    expect(checkHistory(history)).toMatchObject({ lost: [first], excused: [] });
    const mayBeLost = ({ order }: Attempt) => order === 0;
    expect(checkHistory(history, { mayBeLost })).toMatchObject({ lost: [], excused: [first] });
  });

  it("calls recovered what arrived though its publisher did not know, and loses nothing when it did not", () => {
    const [known, unknown] = [attempt(0, "unknown"), attempt(1, "unknown")];
    const verdict = checkHistory({ attempts: [known, unknown], arrivals: arrivalsOf(known) });
    expect(verdict).toMatchObject({ unknown: 2, recovered: 1, lost: [], unexpected: [] });
  });

  it("counts every copy beyond the first", () => {
    const history = { attempts: [first, second], arrivals: arrivalsOf(first, first, second, first) };
    expect(checkHistory(history)).toMatchObject({
      arrived: 2,
      duplicated: 2,
      repeated: [first],
      misordered: [],
    });
  });

  it("did not expect what nobody sent, what was refused, and what went to another chat", () => {
    const refused = attempt(3, "refused");
    const strayed = { ...first, chatId: 2 };
    const stranger = { ...first, text: "never attempted" };
    const arrivals = arrivalsOf(first, stranger, refused, strayed);
    const verdict = checkHistory({ attempts: [first, refused], arrivals });
    expect(verdict.unexpected.map(({ text, chatId }) => [text, chatId])).toEqual([
      [stranger.text, 1],
      [refused.text, 1],
      [first.text, 2],
    ]);
    expect(verdict).toMatchObject({ duplicated: 0, lost: [] });
  });

  it("names who came before an earlier one of the same source and chat", () => {
    const attempts = [first, second, third];
    const verdict = checkHistory({ attempts, arrivals: arrivalsOf(third, first, second) });
    expect(verdict.misordered).toEqual([third]);
  });

  it("lets sources and chats overtake each other", () => {
    const other = attempt(0, "accepted", 1, "stream");
    const elsewhere = attempt(0, "accepted", 2);
    const attempts = [first, second, other, elsewhere];
    const arrivals = arrivalsOf(elsewhere, first, other, second);
    expect(checkHistory({ attempts, arrivals }).misordered).toEqual([]);
  });

  it("judges the order by first arrivals, and only of what was accepted", () => {
    const unsure = attempt(1, "unknown");
    const history = { attempts: [first, unsure, third], arrivals: arrivalsOf(first, third, unsure, first) };
    expect(checkHistory(history)).toMatchObject({ misordered: [], duplicated: 1 });
  });

  it("finds no fault with any history in which each line arrives in order, however the lines mix", () => {
    const lines = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 60 });
    fc.assert(
      fc.property(lines, (chats) => {
        const attempts = chats.map((chatId, order) => attempt(order, "accepted", chatId));
        const arrivals = arrivalsOf(...attempts.toSorted((one, other) => one.chatId - other.chatId));
        const verdict = checkHistory({ attempts, arrivals });
        return verdict.misordered.length + verdict.lost.length + verdict.duplicated === 0;
      }),
    );
  });

  it("accounts for every arrival: arrived, duplicated or unexpected", () => {
    const place = fc.integer({ min: 0, max: 9 });
    const outcome = fc.constantFrom<AttemptOutcome>("accepted", "refused", "unknown");
    const outcomes = fc.array(outcome, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(outcomes, fc.array(place), (kinds, places) => {
        const attempts = kinds.map((kind, order) => attempt(order, kind));
        const arrivals = arrivalsOf(...places.map((order) => attempt(order)));
        const verdict = checkHistory({ attempts, arrivals });
        const taken = attempts.filter(
          ({ text, outcome: kind }) =>
            kind !== "refused" && arrivals.some((arrival) => arrival.text === text),
        );
        return taken.length + verdict.duplicated + verdict.unexpected.length === arrivals.length;
      }),
    );
  });
});
